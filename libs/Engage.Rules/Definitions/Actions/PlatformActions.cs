namespace Engage.Rules.Definitions;

/// <summary>An action that the operator's platform carries out: a closed hierarchy.</summary>
public abstract record PlatformAction : RuleAction
{
    private protected PlatformAction()
    {
    }
}

/// <param name="Points">Per execution, above 0.</param>
/// <param name="Wallet">Absent: the platform's default wallet.</param>
public sealed record GivePoints(decimal Points, string? Wallet) : PlatformAction
{
    public override string Type => "give_points";
}

/// <param name="Points">Per execution, above 0.</param>
/// <param name="AllowNegative">False: the platform floors the balance at 0 and reports the shortfall.</param>
public sealed record DeductPoints(decimal Points, bool AllowNegative) : PlatformAction
{
    public override string Type => "deduct_points";
}

public sealed record ResetPoints : PlatformAction
{
    public override string Type => "reset_points";
}

/// <param name="Repeatable">True: given once per execution; false: once per decision (semantics 4).</param>
public sealed record GiveBonus(string Bonus, bool Repeatable) : PlatformAction
{
    public override string Type => "give_bonus";
}

/// <param name="Spins">From 1; absent: the platform's default.</param>
/// <param name="Repeatable">True: given once per execution; false: once per decision (semantics 4).</param>
public sealed record GiveMiniGame(string MiniGame, int? Spins, bool Repeatable) : PlatformAction
{
    public override string Type => "give_mini_game";
}

/// <param name="Level">Numbers are kept as their text.</param>
public sealed record ChangeLevel(string Level) : PlatformAction
{
    public override string Type => "change_level";
}

/// <param name="Repeatable">True: given once per execution; false: once per decision (semantics 4).</param>
public sealed record GiveMission(string Mission, bool Repeatable) : PlatformAction
{
    public override string Type => "give_mission";
}

public sealed record StartCampaign(string Campaign) : PlatformAction
{
    public override string Type => "start_campaign";
}

public sealed record StopCampaign(string Campaign) : PlatformAction
{
    public override string Type => "stop_campaign";
}

public sealed record MarkPlayer(string Mark) : PlatformAction
{
    public override string Type => "mark_player";
}

public sealed record UnmarkPlayer(string Mark) : PlatformAction
{
    public override string Type => "unmark_player";
}

public sealed record TagPlayer(string Tag) : PlatformAction
{
    public override string Type => "tag_player";
}

public sealed record UntagPlayer(string Tag) : PlatformAction
{
    public override string Type => "untag_player";
}

/// <param name="EndpointId">An <see cref="Endpoint"/> by its id; addresses are never written in rules.</param>
/// <param name="Body">A template.</param>
public sealed record Webhook(string EndpointId, string Body) : PlatformAction
{
    public override string Type => "webhook";
}
