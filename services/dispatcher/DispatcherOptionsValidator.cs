using Microsoft.Extensions.Options;

namespace Engage.Dispatcher;

[OptionsValidator]
internal sealed partial class DispatcherOptionsValidator : IValidateOptions<DispatcherOptions>;
