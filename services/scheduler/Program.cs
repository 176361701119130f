using Engage.Hosting;
using Engage.Scheduler;
using Engage.Topics;

return await StreamsWorker
    .For<SchedulerOptions>("scheduler", args)
    .ValidateWith<SchedulerOptionsValidator>()
    .Schemas(Topics.Schemas)
    .Topology(SchedulerTopology.Build)
    .RunAsync();
