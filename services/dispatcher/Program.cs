using Engage.Dispatcher;
using Engage.Hosting;

return await StreamsWorker
    .For<DispatcherOptions>("dispatcher", args)
    .ValidateWith<DispatcherOptionsValidator>()
    .WithSection<ChannelsOptions, ChannelsRules>("Channels")
    .Schemas(EngageTopics.Schemas)
    .Carries(EngageTopics.PlayerEvents.Wire, EngageTopics.EnrichedEvents.Wire)
    .Topology(DispatcherTopology.Build)
    .RunAsync();
