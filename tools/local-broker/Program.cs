using Engage.LocalBroker.Host;

return await HostProgram.RunAsync(args).ConfigureAwait(false);
