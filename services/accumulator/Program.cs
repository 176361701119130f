using Engage.Accumulator;
using Engage.Hosting;
using Engage.Topics;

return await StreamsWorker
    .For<AccumulatorOptions>("accumulator", args)
    .ValidateWith<AccumulatorOptionsValidator>()
    .Schemas(Topics.Schemas)
    .Carries(Topics.PlayerEvents.Wire, Topics.EnrichedEvents.Wire)
    .Topology(AccumulatorTopology.Build)
    .RunAsync();
