using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Engage.Sandbox.Admin;

/// <summary>The page at <c>/</c>: the latest accepted messages, for people who try the engine out.</summary>
internal static class Page
{
    private const int RowLimit = 200;

    public static IResult Show(EngageSandbox sandbox)
    {
        var entries = sandbox.Ledger.Entries;
        var rows = new StringBuilder();
        foreach (var entry in entries.Reverse().Take(RowLimit))
        {
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{entry.AcceptedAt:HH:mm:ss.fff}<td>{entry.Kind}<td>{Safe(entry.RecipientNamed)}<td>{Safe(entry.Player)}<td>{Safe(entry.Text)}<td>{entry.Attempt}\n");
        }

        return Results.Content($$"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Engage sandbox</title>
            <style>body{font:14px system-ui;margin:2rem;color:#222}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top;white-space:pre-wrap}</style>
            <h1>Engage sandbox</h1>
            <p>{{entries.Count}} accepted, {{sandbox.Ledger.Duplicates.Count}} duplicates. Newest first, at most {{RowLimit}} rows, times in UTC.
            As JSON: <a href="/_admin/ledger">ledger</a>, <a href="/_admin/duplicates">duplicates</a>.</p>
            <table><tr><th>Time<th>Kind<th>Recipient<th>Player<th>Text<th>Attempt
            {{rows}}</table></html>
            """, "text/html; charset=utf-8");
    }

    private static string Safe(string? text) => WebUtility.HtmlEncode(text ?? "");
}
