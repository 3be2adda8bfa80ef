import Gateway
import Hummingbird
import Logging
import Synchronization

/// What the routes of the control plane know of a request beside itself.
struct ControlContext: RequestContext {
    /// What a route answers with that no response of Hummingbird's can hold.
    final class Aside: Sendable {
        private let held = Mutex<ControlCall?>(nil)

        /// A request to a model, which is to be served in place of the response.
        var call: ControlCall? {
            get { held.withLock { $0 } }
            set { held.withLock { $0 = newValue } }
        }
    }

    /// Where a context comes from: the request as the gateway's listener took it.
    struct Source: RequestContextSource {
        let request: ControlRequest
        let aside: Aside
        let logger: Logger
    }

    var coreContext: CoreRequestContextStorage
    /// The request as the gateway's listener took it.
    let request: ControlRequest
    /// What goes past the response.
    let aside: Aside

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        request = source.request
        aside = source.aside
    }
}
