// Each test starts a whole stack: two at once look for free ports together, take the same ones, and judge each other's load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
