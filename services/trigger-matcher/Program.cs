using Engage.Hosting;
using Engage.Topics;
using Engage.TriggerMatcher;

return await StreamsWorker
    .For<TriggerMatcherOptions>("trigger-matcher", args)
    .ValidateWith<TriggerMatcherOptionsValidator>()
    .Schemas(Topics.Schemas)
    .Topology(TriggerMatcherTopology.Build)
    .RunAsync();
