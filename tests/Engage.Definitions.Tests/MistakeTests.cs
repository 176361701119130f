namespace Engage.Definitions.Tests;

/// <summary>What users read for each mistake: its exact place, its path and the fix.</summary>
public sealed class MistakeTests
{
    private const string Head = "kind: rule\nid: r\n";
    private const string Trigger = "trigger: { event: casino.bet }\n";
    private const string Actions = "actions: [ give_points: { points: 1 } ]\n";

    public static TheoryData<string, string> OfOneDocument => new()
    {
        // Keys.
        { Head + "tigger: { event: casino.bet }\n" + Actions, "rules.yaml:3:1: error: unknown key 'tigger'; did you mean 'trigger'?" },
        { Head + "trigger: { evnet: casino.bet, event: casino.bet }\n" + Actions, "rules.yaml:3:12: error: trigger: unknown key 'evnet'; did you mean 'event'?" },
        { "id: r\n" + Trigger + Actions, "rules.yaml:1:1: error: 'kind' is missing; add kind: rule (or rule, segment, template, policy, channel_account, endpoint)" },
        { "kind: rul\nid: r\n", "rules.yaml:1:7: error: kind: the text 'rul' is not a choice; did you mean 'rule'?" },
        { Head + Trigger + Actions + "id: r2\n", "rules.yaml:5:1: error: the key 'id' is repeated (first at line 2); keep one" },
        { Head + "segment:\n" + Trigger + Actions, "rules.yaml:3:9: error: segment: 'segment' has no value; give it one or leave the key out" },
        { "- kind: rule\n", "rules.yaml:1:1: error: a list stands where a mapping is expected; write kind, id and what belongs to the kind" },

        // YAML itself.
        { "kind: rule\nid: [\n", "rules.yaml:3:1: error: not YAML: While parsing a node, did not find expected node content." },
        { Head + "trigger: &t { event: casino.bet }\n" + Actions, "rules.yaml:3:10: error: trigger: &t is an anchor; anchors are not allowed, write the value out where it is needed" },
        { Head + "trigger: { event: !!str casino.bet }\n" + Actions, "rules.yaml:3:19: error: trigger.event: the tag tag:yaml.org,2002:str is not allowed; leave it out and quote texts" },
        { Head + Trigger + "actions: [ give_points: { points: 010 } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: 010 has a leading zero; write it without, or in quotes if it is a text" },
        { Head + Trigger + "actions: [ give_points: { points: 1.123456789 } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: 1.123456789 has more than 8 decimals; round it" },
        { Head + Trigger + "actions: [ give_points: { points: 0x10 } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: 0x10 is not a decimal number; write it in decimal, or in quotes if it is a text" },
        { Head + Trigger + "actions: [ give_points: { points: .inf } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: .inf is not a decimal number; write it in decimal, or in quotes if it is a text" },
        { "# nothing\n", "rules.yaml:1:1: error: the file holds no definitions; add kind: rule and what belongs to it" },

        { "|\n  kind: rule\n  id: \u001b[2J\n", "rules.yaml:1:1: error: the text 'kind: rule\\nid: \\u001b[2J\\n' stands where a mapping is expected; write kind, id and what belongs to the kind" },
        { Head + "actions: " + new string('[', 20), "rules.yaml:3:25: error: actions[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested deeper than 16 levels, so that the rest of the file is not read; split the condition into segments" },

        // Ids, kinds of rules, actions.
        { "kind: rule\nid: My Rule\n" + Trigger + Actions, "rules.yaml:2:5: error: id: 'My Rule' is not an id; use 1 to 63 of a-z, 0-9 and -, not starting with -" },
        { "kind: rule\nid: 12\n" + Trigger + Actions, "rules.yaml:2:5: error: id: the number 12 stands where a text is expected; write it in quotes: \"12\"" },
        { Head + Actions, "rules.yaml:1:1: error: the rule has neither trigger nor schedule; add trigger: { event: casino.bet } or schedule: { daily_at: \"09:00\" }" },
        { Head + Trigger + "schedule: { daily_at: \"09:00\" }\n" + Actions, "rules.yaml:4:11: error: schedule: a rule has a trigger or a schedule, not both; make it two rules" },
        { Head + "schedule: { daily_at: \"09:00\" }\naccumulate: { count: 5 }\n" + Actions, "rules.yaml:4:13: error: accumulate: a scheduled rule takes no accumulate; only triggers have one" },
        { Head + "schedule: { daily_at: \"09:00\" }\nqualification: { event: x }\n" + Actions, "rules.yaml:4:16: error: qualification: a scheduled rule takes no qualification; only triggers have one" },
        { Head + "schedule: { daily_at: \"09:00\" }\nactive: { from: 2026-01-01 }\n" + Actions, "rules.yaml:4:9: error: active: a scheduled rule takes no active; put from, until and days into its schedule" },
        { Head + Trigger + "speed: 90\n" + Actions, "rules.yaml:4:8: error: speed: only scheduled rules take speed; leave it out" },
        { Head + Trigger + "actions: []\n", "rules.yaml:4:10: error: actions: an empty list stands where a list is expected; write - give_points: { points: 1 }" },
        { Head + Trigger + "actions: [ give_point: { points: 1 } ]\n", "rules.yaml:4:12: error: actions[0]: unknown action 'give_point'; did you mean 'give_points'?" },
        { Head + Trigger + "actions: [ give_points: { points: 0 } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: 0 must be above 0" },
        { Head + Trigger + "actions: [ give_points: { points: \"1\" } ]\n", "rules.yaml:4:35: error: actions[0].give_points.points: the text '1' stands where a number is expected; write it without quotes" },

        // Accumulation and qualification.
        { Head + Trigger + "accumulate: { field: amount, every: 10, max_executions_per_event: 1001 }\n" + Actions, "rules.yaml:4:67: error: accumulate.max_executions_per_event: 1001 must be a whole number from 1 to 1000" },
        { Head + Trigger + "accumulate: { field: amount, every: { EUR: 0 } }\n" + Actions, "rules.yaml:4:44: error: accumulate.every.EUR: 0 must be above 0" },
        { Head + Trigger + "accumulate: { field: amount, every: { EUR: 1, eur: 2 } }\n" + Actions, "rules.yaml:4:47: error: accumulate.every: the currency EUR is named twice; keep one" },
        { Head + Trigger + "accumulate: { field: amount }\n" + Actions, "rules.yaml:4:13: error: accumulate: 'every' is missing; add every: { EUR: 10 }" },
        { Head + Trigger + "accumulate: { count: 5, every: 10 }\n" + Actions, "rules.yaml:4:22: error: accumulate.count: count stands instead of field and every; keep one of the two" },
        { Head + Trigger + "accumulate: { field: attributes.stake, every: 10 }\n" + Actions, "rules.yaml:4:22: error: accumulate.field: 'attributes.stake' is not money; use amount or amounts.<name>" },
        { Head + Trigger + "qualification: { event: deposit.approved, period: 24 }\n" + Actions, "rules.yaml:4:51: error: qualification.period: the number 24 is not a duration; write a whole number with a unit, at most ten years: 90s, 15m, 24h, 7d or 2w" },

        // Conditions.
        { Head + "trigger: { event: x, where: { amount: 1000 } }\n" + Actions, "rules.yaml:3:39: warning: trigger.where.amount: 1000 is compared whatever the event's currency; add currency: EUR or write a threshold per currency" },
        { Head + "trigger: { event: x, where: { amount: { gte: { EUR: 5 }, currency: EUR } } }\n" + Actions, "rules.yaml:3:46: error: trigger.where.amount.gte: a threshold per currency and currency: exclude each other; keep one" },
        { Head + "trigger: { event: x, where: { amount: { EUR: 5 } } }\n" + Actions, "rules.yaml:3:41: error: trigger.where.amount.EUR: unknown operator 'EUR'; a threshold per currency needs an operator: { gte: { EUR: … } }" },
        { Head + "trigger: { event: x, where: { amount: { gte: 5, currency: E } } }\n" + Actions, "rules.yaml:3:59: error: trigger.where.amount.currency: 'E' is not a currency code; use 2 to 10 letters or digits, for example EUR" },
        { Head + "trigger: { event: x, where: { profile.country: NO } }\n" + Actions, "rules.yaml:3:31: error: trigger.where.profile.country: 'profile.country' cannot be tested here, only all, any, not, amount, amounts.<name>, currency, type, source, attributes.<name>; what is known of the player belongs in the rule's segment" },
        { Head + "trigger: { event: x, where: { attributes.game: [a, b] } }\n" + Actions, "rules.yaml:3:48: error: trigger.where.attributes.game: a list is no comparison; write { in: [...] }" },
        { Head + "trigger: { event: x, where: { attributes.game: { gt: true } } }\n" + Actions, "rules.yaml:3:54: error: trigger.where.attributes.game.gt: true and false have no order; use eq or ne" },
        { Head + "trigger: { event: x, where: { attributes.game: { between: [5, 1] } } }\n" + Actions, "rules.yaml:3:59: error: trigger.where.attributes.game.between: the lower bound is above the upper one; swap them" },
        { Head + "trigger: { event: x, where: { attributes.live: yes } }\n" + Actions, "rules.yaml:3:48: warning: trigger.where.attributes.live: yes is a text in YAML 1.2; write true, or quote it if the text is meant" },
        { Head + "trigger: { event: cas*no }\n" + Actions, "rules.yaml:3:19: error: trigger.event: 'cas*no' has a * that is not at the end; write a prefix such as casino.*, or list the types" },
        { Head + "trigger: { event: [" + string.Join(',', Enumerable.Range(0, 1001)).Replace(",", ",t", StringComparison.Ordinal).Insert(0, "t") + "] }\n" + Actions, "rules.yaml:3:19: error: trigger.event: the list has 1001 event types, more than 1000; use a prefix such as casino.*" },
        { Head + "trigger: { event: engage.run }\n" + Actions, "rules.yaml:3:19: error: trigger.event: 'engage.run' is one of the engine's own types, which no rule sees" },
        { "kind: segment\nid: s\nwhere: { tags: vip }\n", "rules.yaml:3:16: error: where.tags: the text 'vip' stands where a mapping is expected; write { has: slots-fan }" },
        { "kind: segment\nid: s\nwhere: { count: { event: x, within: 90m, gte: 1 }, sum: { event: x, field: amount, gte: 5 } }\n", "rules.yaml:3:89: error: where.sum.gte: a sum's bound needs its currency; write { gte: 100, currency: EUR } or { gte: { EUR: 100, GBP: 85 } }" },
        { "kind: segment\nid: s\nwhere: { count: { event: x, within: 3601s, gte: 1 } }\n", "rules.yaml:3:37: error: where.count.within: 3601s is not a multiple of 1m, the step of windows of this length; write 1h" },
        { "kind: segment\nid: s\nwhere: { since_last: { event: x, lt: 7 } }\n", "rules.yaml:3:38: error: where.since_last.lt: the number 7 is not a duration; write a whole number with a unit, at most ten years: 90s, 15m, 24h, 7d or 2w" },
        { "kind: segment\nid: s\nwhere: { amount: 5 }\n", "rules.yaml:3:10: error: where.amount: 'amount' cannot be tested here, only all, any, not, in_segment, tags, count, sum, since_last, never, profile.<name>, consents.<channel>; what is known of the event belongs in the trigger's where" },
        { "kind: segment\nid: everyone\nwhere: { profile.x: 1 }\n", "rules.yaml:2:5: error: id: 'everyone' is the built-in segment of all players; choose another id" },
        { "kind: segment\nid: s\nwhere: {}\n", "rules.yaml:3:8: error: where: the condition is empty; say what it tests or leave it out" },
        { "kind: segment\nid: s\nwhere: { count: { event: tag.added, gte: 1 } }\n", "rules.yaml:3:26: warning: where.count.event: tag.added and tag.removed are never counted; test the player's tags instead" },

        // Schedules and periods.
        { Head + "schedule: { every: 30m }\n" + Actions, "rules.yaml:3:20: error: schedule.every: every is counted from an instant; add from: 2026-12-01T09:00" },
        { Head + "schedule: { cron: \"0 9 * *\" }\n" + Actions, "rules.yaml:3:19: error: schedule.cron: '0 9 * *' has 4 fields: write 5 (minute hour day month weekday), or 6 with seconds first" },
        { Head + "schedule: { daily_at: 900 }\n" + Actions, "rules.yaml:3:23: error: schedule.daily_at: the number 900 is not a time of day; write \"09:00\" or \"09:00:30\"" },
        { Head + "schedule: { daily_at: \"09:00\", time_zone: europe/stockholm }\n" + Actions, "rules.yaml:3:43: error: schedule.time_zone: 'europe/stockholm' is not an IANA time zone; did you mean 'Europe/Stockholm'?" },
        { Head + "schedule: { daily_at: \"09:00\", now: true }\n" + Actions, "rules.yaml:3:37: error: schedule.now: a schedule takes exactly one of daily_at, weekly, monthly, cron, every, once_at, now; make it several rules" },
        { Head + "schedule: { once_at: 2026-12-24T18:00, until: 2027-01-01 }\n" + Actions, "rules.yaml:3:47: error: schedule.until: a rule that runs once takes no until; leave it out" },
        { Head + "schedule: { monthly: { days: [32], at: \"09:00\" } }\n" + Actions, "rules.yaml:3:31: error: schedule.monthly.days[0]: the number 32 is not a day of the month; write 1 to 31, or last" },
        { Head + Trigger + "active: { from: 2026-12-31, until: 2026-12-30 }\n" + Actions, "rules.yaml:4:36: error: active.until: until is not after from (2026-12-31); nothing lies between them" },
        { Head + Trigger + "active: { days: [friday] }\n" + Actions, "rules.yaml:4:17: error: active.days: 'friday' is not a day of the week; known: mon, tue, wed, thu, fri, sat, sun" },

        // Messages.
        { Head + Trigger + "actions: [ send_slack: { text: hello } ]\n", "rules.yaml:4:24: error: actions[0].send_slack: 'to' is missing; add to: \"#channel\", \"@person\" or an address" },
        { Head + Trigger + "actions:\n  - send_slack:\n      to: #vips\n      text: hello\n", "rules.yaml:6:10: error: actions[0].send_slack.to: 'to' has no value; give it one or leave the key out (a text with # needs quotes: \"#channel\")" },
        { Head + Trigger + "actions: [ send_slack: { to: \"#vips\", text: hello, override_consent: true } ]\n", "" },
        { Head + Trigger + "actions: [ send_sms: { to: \"+4790000001\", text: hello } ]\n", "rules.yaml:4:22: warning: actions[0].send_sms: this internal message is sent only if the triggering player has opted in to the channel; add override_consent: true to send it in any case" },
        { Head + Trigger + "actions: [ send_sms: { to: +4790000001, text: hello, override_consent: true } ]\n", "rules.yaml:4:28: error: actions[0].send_sms.to: the number +4790000001 stands where a text is expected; write it in quotes: \"+4790000001\"" },
        { Head + Trigger + "actions: [ send_sms: { text: hello, remove_stop_text: true } ]\n", "rules.yaml:4:55: error: actions[0].send_sms.remove_stop_text: the stop text can only be removed from messages to a literal recipient; add to: \"+47…\" or leave remove_stop_text out" },
        { Head + Trigger + "actions: [ send_sms: { to: \"{{player.phone}}\", text: hello, override_consent: true } ]\n", "rules.yaml:4:28: error: actions[0].send_sms.to: to is a literal and takes no template; leave it out for the player's own contact point" },
        { Head + Trigger + "actions: [ send_sms: { text: hello, override_consent: true } ]\n", "rules.yaml:4:55: warning: actions[0].send_sms.override_consent: this message goes to the player also without the player's consent; make sure that the law allows it" },
        { Head + Trigger + "actions: [ send_email: { subject: hello } ]\n", "rules.yaml:4:24: error: actions[0].send_email: the message has no words; add text or html" },
        { Head + Trigger + "actions: [ send_email: { subject: hello, text: \"{{player.id\" } ]\n", "rules.yaml:4:48: error: actions[0].send_email.text: '{{' is never closed; add '}}'" },
        { Head + Trigger + "actions: [ give_points: { points: 1, max_age: soon } ]\n", "rules.yaml:4:47: error: actions[0].give_points.max_age: the text 'soon' is not a duration; write a whole number with a unit, at most ten years: 90s, 15m, 24h, 7d or 2w" },

        // Other documents.
        { "kind: channel_account\nid: slack\nprovider: slack\ncredentials: { token: xoxb-1 }\n", "rules.yaml:4:23: error: credentials.token: a credential is a reference, never the secret itself; write \"${env:NAME}\" or \"${file:path}\"" },
        { "kind: endpoint\nid: e\naddress: ftp://x\n", "rules.yaml:3:10: error: address: 'ftp://x' is not an address; write https://host/…" },
        { "kind: policy\nid: default\ncaps: [{ channel: slack, max: 2, within: 24h }]\n", "rules.yaml:3:19: error: caps[0].channel: the text 'slack' is not a choice; known: sms, email" },
        { "kind: template\nid: t\ndefault_language: en\ntexts: { text: { sv: hej } }\n", "rules.yaml:4:10: error: texts.text: the text is missing in the default language; add en: …" },
    };

    [Theory]
    [MemberData(nameof(OfOneDocument))]
    public void A_mistake_names_its_place_and_the_fix(string yaml, string expected) =>
        Assert.Equal(expected.Length == 0 ? [] : [expected], Yaml.Mistakes(yaml));

    [Fact]
    public void All_mistakes_of_a_file_are_reported_in_order_of_place()
    {
        const string yaml = """
            kind: rule
            id: Bad
            trigger: { event: "" }
            actions:
              - give_points: { point: 1 }
            ---
            kind: segment
            id: ok
            where: { profile.vip: maybe, profile.age: { gt: x, lt: 010 } }
            """;

        Assert.Equal(
            [
                "rules.yaml:2:5: error: id: 'Bad' is not an id; use 1 to 63 of a-z, 0-9 and -, not starting with -",
                "rules.yaml:3:19: error: trigger.event: the text is empty; write one or leave the key out",
                "rules.yaml:5:18: error: actions[0].give_points: 'points' is missing; add points: 1",
                "rules.yaml:5:20: error: actions[0].give_points: unknown key 'point'; did you mean 'points'?",
                "rules.yaml:9:56: error: where.profile.age.lt: 010 has a leading zero; write it without, or in quotes if it is a text",
            ],
            Yaml.Mistakes(yaml));
    }
}
