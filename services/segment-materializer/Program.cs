using Engage.Hosting;
using Engage.SegmentMaterializer;
using Engage.Topics;

return await StreamsWorker
    .For<SegmentMaterializerOptions>("segment-materializer", args)
    .ValidateWith<SegmentMaterializerOptionsValidator>()
    .Schemas(Topics.Schemas)
    .Topology(SegmentMaterializerTopology.Build)
    .RunAsync();
