using Engage.Dispatcher;
using Engage.Hosting;

return await StreamsWorker
    .For<DispatcherOptions>("dispatcher", args)
    .ValidateWith<DispatcherOptionsValidator>()
    .WithSection<ChannelsOptions, ChannelsRules>("Channels")
    .Schemas(EngageTopics.Schemas)
    .Topology(DispatcherTopology.Build)
    .RunAsync();
