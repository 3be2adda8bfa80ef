import Gateway
import Hummingbird
import Logging

/// What the routes of the control plane know of a request beside itself.
struct ControlContext: RequestContext {
    /// Where a context comes from: the request as the gateway's listener took it.
    struct Source: RequestContextSource {
        let request: ControlRequest
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    /// The request as the gateway's listener took it.
    let request: ControlRequest

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        request = source.request
    }
}
