namespace Engage.Definitions.Tests;

/// <summary>Mistakes between documents, and against what is in force.</summary>
public sealed class ValidatorTests
{
    private const string Rule = "kind: rule\nid: r\nsegment: vips\ntrigger: { event: casino.bet }\nactions: [ give_points: { points: 1 } ]\n";
    private const string Vips = "kind: segment\nid: vips\nwhere: { profile.vip: true }\n";

    [Fact]
    public void What_a_document_refers_to_must_be_there()
    {
        Assert.Equal(["rules.yaml:3:10: error: segment: there is no segment 'vips'; define it, or correct the id"], Yaml.Mistakes(Rule));
        Assert.Equal(["rules.yaml:3:10: error: segment: there is no segment 'vips'; did you mean 'vip'?"], Yaml.Mistakes(Rule, Yaml.Applied("kind: segment\nid: vip\nwhere: { profile.vip: true }\n")));
        Assert.Empty(Yaml.Mistakes(Rule + "---\n" + Vips));
        Assert.Empty(Yaml.Mistakes(Rule, Yaml.Applied(Vips)));
    }

    [Fact]
    public void Templates_accounts_and_endpoints_must_have_what_is_asked_of_them()
    {
        const string actions = """
            kind: rule
            id: r
            trigger: { event: casino.bet }
            actions:
              - send_email: { subject: { template: hello }, text: { template: hello, name: body }, account: sms }
              - webhook: { endpoint: platform, body: "{}" }
            ---
            kind: template
            id: hello
            default_language: en
            texts: { subject: { en: Hello }, text: { en: Hello } }
            ---
            { kind: channel_account, id: sms, provider: twilio }
            ---
            { kind: endpoint, id: platform, purpose: platform, address: "https://platform.example" }
            """;
        Assert.Equal(
            [
                "rules.yaml:5:67: error: actions[0].send_email.text.template: template 'hello' has no text named 'body'; it has subject, text",
                "rules.yaml:5:97: error: actions[0].send_email.account: channel account 'sms' is of Twilio, but this action needs Smtp; use an account of that provider",
                "rules.yaml:6:26: error: actions[1].webhook.endpoint: endpoint 'platform' is the platform's; a webhook needs an endpoint with purpose: webhook",
            ],
            Yaml.Mistakes(actions));
    }

    [Fact]
    public void What_is_in_use_is_not_archived()
    {
        var inForce = Yaml.Applied(Rule + "---\n" + Vips);
        Assert.Equal(
            ["rules.yaml:2:5: error: id: rule 'r', which is active, refers to it (segment): segment 'vips' is archived, which is final; refer to another one"],
            Yaml.Mistakes(Vips + "status: archived\n", inForce));
        Assert.Equal(
            ["rules.yaml:2:5: warning: id: rule 'r', which is active, refers to it (segment): segment 'vips' is paused, so that nobody is in it; activate it"],
            Yaml.Mistakes(Vips + "status: paused\n", inForce));
    }

    [Fact]
    public void Segments_do_not_refer_to_each_other_in_a_circle()
    {
        const string yaml = """
            kind: segment
            id: a
            where: { in_segment: b }
            ---
            kind: segment
            id: b
            where: { any: [ { profile.x: 1 }, { not: { in_segment: c } } ] }
            ---
            kind: segment
            id: c
            where: { in_segment: a }
            """;
        Assert.Equal(
            [
                "rules.yaml:3:22: error: where.in_segment: segments refer to each other in a circle (a → b → c → a); take one reference out",
                "rules.yaml:7:56: error: where.any[1].not.in_segment: segments refer to each other in a circle (b → c → a → b); take one reference out",
                "rules.yaml:11:22: error: where.in_segment: segments refer to each other in a circle (c → a → b → c); take one reference out",
            ],
            Yaml.Mistakes(yaml));
    }

    [Fact]
    public void A_long_circle_is_told_once_and_shortened()
    {
        var yaml = string.Join("---\n", Enumerable.Range(0, 400).Select(number => $"kind: segment\nid: s{number}\nwhere: {{ in_segment: s{(number + 1) % 400} }}\n"));

        Assert.Equal(
            ["rules.yaml:3:22: error: where.in_segment: segments refer to each other in a circle (s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → s8 → s9 → … → s0, 400 of them); take one reference out"],
            Yaml.Mistakes(yaml));
    }

    [Fact]
    public void A_currency_that_one_map_of_a_rule_lacks_is_warned_of()
    {
        const string yaml = """
            kind: rule
            id: r
            segment: rich
            trigger: { event: casino.bet, where: { amount: { gte: { EUR: 5 } } } }
            accumulate: { field: amount, every: { EUR: 10, GBP: 8 } }
            actions: [ give_points: { points: 1 } ]
            ---
            kind: segment
            id: rich
            where: { sum: { event: casino.bet, field: amount, gte: { EUR: 100, SEK: 1100 } } }
            """;
        Assert.Equal(
            [
                "rules.yaml:4:55: warning: trigger.where.amount.gte: GBP, SEK are named elsewhere in this rule or its segment, but not here: such events never count; add them",
                "rules.yaml:5:37: warning: accumulate.every: SEK is named elsewhere in this rule or its segment, but not here: such events never count; add it",
            ],
            Yaml.Mistakes(yaml));
    }

    [Fact]
    public void Archived_is_final_and_a_rule_that_ran_once_is_cloned()
    {
        const string once = "kind: rule\nid: r\nschedule: { now: true }\nactions: [ give_points: { points: 1 } ]\n";
        var ran = Yaml.Applied(once, once + "status: archived\n");
        Assert.Equal(["rules.yaml:2:5: error: id: rule 'r' has had its one run and is archived; clone it under a new id"], Yaml.Mistakes(once, ran));
        Assert.Empty(Yaml.Mistakes(once + "status: archived\n", ran));

        var gone = Yaml.Applied(Vips, Vips + "status: archived\n");
        Assert.Equal(["rules.yaml:2:5: error: id: segment 'vips' is archived, which is final; use a new id"], Yaml.Mistakes(Vips, gone));
    }

    [Fact]
    public void An_id_never_changes_its_kind_and_nothing_becomes_a_draft_again()
    {
        const string real = "kind: rule\nid: r\ntrigger: { event: casino.bet }\nactions: [ give_points: { points: 1 } ]\n";
        const string scheduled = "kind: rule\nid: r\nschedule: { daily_at: \"09:00\" }\nactions: [ give_points: { points: 1 } ]\n";
        Assert.Equal(
            ["rules.yaml:3:11: error: schedule: rule 'r' has a trigger and an id never changes its kind; give the rule with a schedule a new id"],
            Yaml.Mistakes(scheduled, Yaml.Applied(real)));
        Assert.Equal(["rules.yaml:5:9: error: status: rule 'r' is active and cannot become a draft again; use paused"], Yaml.Mistakes(real + "status: draft\n", Yaml.Applied(real)));
    }

    [Fact]
    public void One_id_is_defined_once_and_one_policy_is_in_force()
    {
        Assert.Equal(["rules.yaml:6:5: error: id: segment 'vips' is defined twice (first at rules.yaml:2:5); keep one"], Yaml.Mistakes(Vips + "---\n" + Vips));
        Assert.Equal(["rules.yaml:2:5: error: id: there would be 2 active policies, at most 1 can be; pause or archive one"], Yaml.Mistakes("kind: policy\nid: other\n", Yaml.Applied("kind: policy\nid: default\n")));
    }

    [Fact]
    public void A_schedule_that_floods_everyone_or_asks_for_an_event_is_warned_of() =>
        Assert.Equal(
            [
                "rules.yaml:2:5: warning: segment: this schedule messages every player as fast as possible; name a segment or a speed",
                "rules.yaml:4:30: warning: actions[0].send_sms.text: a scheduled rule has no event, so that event.amount is always missing; leave it out",
            ],
            Yaml.Mistakes("kind: rule\nid: r\nschedule: { daily_at: \"09:00\" }\nactions: [ send_sms: { text: \"{{event.amount}}\" } ]\n"));
}
