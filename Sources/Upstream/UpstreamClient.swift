public import NIOCore
public import NIOPosix
import Synchronization

/// Sends requests to providers over HTTP/1.1, from the event loops of a group.
///
/// Every loop has pools of its own, so that a request never changes threads: the caller has to be a task on the loop it
/// names, see ``LoopExecutor``. Redirects are not followed, cookies not kept, upgrades refused.
public final class UpstreamClient: Sendable {
    private let clients: [ObjectIdentifier: LoopClient]
    private let isShutDown = Atomic(false)

    /// Makes a client. Shut it down when it is no longer needed.
    /// - Parameters:
    ///   - group: The event loops that requests will be sent from.
    ///   - resolver: Looks up host names; the system's way by default.
    public convenience init(group: any EventLoopGroup, resolver: (any Resolver & Sendable)? = nil) {
        self.init(group: group, resolver: resolver, tickInterval: .milliseconds(100))
    }

    /// - Parameters:
    ///   - tickInterval: How often deadlines are checked while there are any.
    ///   - staleDelay: How long a connection may be without result before known addresses are tried as well.
    init(
        group: any EventLoopGroup,
        resolver: (any Resolver & Sendable)?,
        tickInterval: TimeAmount,
        staleDelay: TimeAmount = Dialer.recommendedStaleDelay
    ) {
        var clients: [ObjectIdentifier: LoopClient] = [:]
        for loop in group.makeIterator() {
            let dialer = Dialer(loop: loop, resolver: resolver, staleDelay: staleDelay)
            clients[ObjectIdentifier(loop)] = LoopClient(dialer: dialer, tickInterval: tickInterval)
        }
        self.clients = clients
    }

    /// Sends a request and returns as soon as the head of its answer has come.
    ///
    /// A kept connection that turns out dead before any byte of an answer is replaced once, at once. Cancelling the task
    /// closes the connection.
    /// - Parameters:
    ///   - request: What to send.
    ///   - endpoint: Where to.
    ///   - timeouts: How long the phases may take.
    ///   - loop: The event loop of the calling task; calling from anywhere else is a programming error and traps.
    /// - Returns: Status, header fields, and the body to be read.
    /// - Throws: ``UpstreamError``.
    public func send(
        _ request: UpstreamRequest,
        to endpoint: UpstreamEndpoint,
        timeouts: UpstreamTimeouts = UpstreamTimeouts(),
        on loop: any EventLoop
    ) async throws(UpstreamError) -> UpstreamResponse {
        guard let client = clients[ObjectIdentifier(loop)] else {
            throw UpstreamError(.invalidRequest, "the event loop is not one of this client's")
        }
        return try await client.send(request, to: endpoint, timeouts: timeouts)
    }

    /// Closes the connections to endpoints that are no longer in use; those that serve a request, behind its answer.
    /// - Parameter endpoints: What no new request will be sent to.
    public func retire(_ endpoints: [UpstreamEndpoint]) {
        // The loops may be gone behind a shutdown, and with them every connection.
        guard !endpoints.isEmpty, !isShutDown.load(ordering: .acquiring) else { return }
        for client in clients.values {
            client.loop.execute {
                for endpoint in endpoints {
                    client.retire(endpoint)
                }
            }
        }
    }

    /// Fails all exchanges under way, refuses new ones and returns when every connection is closed.
    public func shutdown() async {
        isShutDown.store(true, ordering: .releasing)
        for client in clients.values {
            let closed = client.loop.flatSubmit { client.shutDown() }
            // Its promise is only ever succeeded.
            _ = try? await closed.get()
        }
    }
}
