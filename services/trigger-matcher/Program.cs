using Engage.Hosting;
using Engage.Topics;
using Engage.TriggerMatcher;

return await StreamsWorker
    .For<TriggerMatcherOptions>("trigger-matcher", args)
    .ValidateWith<TriggerMatcherOptionsValidator>()
    .Schemas(Topics.Schemas)
    .Carries(Topics.PlayerEvents.Wire, Topics.EnrichedEvents.Wire)
    .Topology(TriggerMatcherTopology.Build)
    .RunAsync();
