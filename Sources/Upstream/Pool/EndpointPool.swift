import NIOCore

/// The connections to one endpoint on one event loop: does what ``PoolMachine`` decides.
///
/// `@unchecked Sendable`: only touched on the event loop; callbacks of other threads merely carry it there.
final class EndpointPool: @unchecked Sendable {
    let endpoint: UpstreamEndpoint
    private let client: LoopClient
    private var machine: PoolMachine<UpstreamConnection, PoolWaiter>

    init(endpoint: UpstreamEndpoint, client: LoopClient) {
        self.endpoint = endpoint
        self.client = client
        machine = PoolMachine(
            limits: .init(
                maxConnections: endpoint.limits.maxConnectionsPerLoop,
                maxWaiting: endpoint.limits.maxWaitingPerLoop
            )
        )
    }

    var isEmpty: Bool { machine.isEmpty }
    var hasWaiters: Bool { machine.waitingCount > 0 }
    var nextIdleExpiry: NIODeadline? { machine.nextIdleExpiry }

    /// A connection for one request, a kept one at once or another as soon as there is one.
    /// - Parameters:
    ///   - patience: How long to wait.
    ///   - totalDeadline: When waiting is pointless anyway.
    func checkOut(
        patience: TimeAmount,
        totalDeadline: NIODeadline,
        now: NIODeadline
    ) async throws(UpstreamError)
        -> UpstreamConnection
    {
        switch machine.checkOut(now: now) {
        case .use(let connection):
            return connection
        case .refuse:
            throw client.isShutDown ? UpstreamError(.shutDown) : UpstreamError(.queueFull)
        case .wait:
            break
        }
        let waiter = PoolWaiter(totalDeadline: totalDeadline)
        let until = min(now.after(patience), totalDeadline)
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                waiter.wait(continuation)
                if machine.enqueue(waiter, until: until) {
                    open(patience: patience)
                }
                client.startTicking()
            }
        } onCancel: {
            client.loop.execute { self.cancel(waiter) }
        }
        return try result.get()
    }

    /// A connection that served an exchange is sound and free.
    func checkIn(_ connection: UpstreamConnection, keepAliveSeconds: Int?) {
        settle(connection, machine.checkIn(connection, until: idleDeadline(keepAliveSeconds)))
    }

    /// A connection has been closed by itself, its peer or its exchange.
    func closed(_ connection: UpstreamConnection) {
        if machine.closed(connection) {
            open(patience: UpstreamTimeouts().connect)
        }
    }

    /// A kept connection turned out dead when it was used: the others kept are not to be trusted either.
    func dropIdle() {
        for connection in machine.dropIdle() {
            connection.retire()
        }
    }

    /// Closes what has been idle, and fails who has waited, for too long.
    func expire(now: NIODeadline) {
        let overdue = machine.expire(now: now)
        for connection in overdue.idle {
            connection.retire()
        }
        for (waiter, wasOpening) in overdue.waiters {
            waiter.expire(now: now, wasOpening: wasOpening)
        }
        while machine.openIfNeeded() {
            open(patience: UpstreamTimeouts().connect)
        }
    }

    /// Closes what nobody uses, now and from now on.
    func retire() {
        for connection in machine.retire() {
            connection.retire()
        }
    }

    func shutDown() {
        let (idle, waiters) = machine.shutDown()
        for connection in idle {
            connection.retire()
        }
        for waiter in waiters {
            waiter.resume(.failure(UpstreamError(.shutDown)))
        }
    }

    private func cancel(_ waiter: PoolWaiter) {
        if machine.leave(waiter) {
            waiter.resume(.failure(UpstreamError(.cancelled)))
        }
    }

    private func open(patience: TimeAmount) {
        client.connectionOpening()
        let attempt = ConnectAttempt(endpoint: endpoint, dialer: client.dialer, patience: patience) { result in
            switch result {
            case .success(let context):
                self.opened(context)
            case .failure(let error):
                self.openFailed(error)
            }
        }
        attempt.start()
    }

    private func opened(_ transport: UpstreamConnection.Transport) {
        let connection = UpstreamConnection(pool: self, client: client, transport: transport)
        do {
            // A channel that has closed in this very moment would never tell the connection so.
            guard transport.channel.isActive else { throw ChannelError.alreadyClosed }
            try transport.channel.pipeline.syncOperations.addHandler(connection)
        } catch {
            openFailed(UpstreamError(.connectFailed, "closed while being opened"))
            return
        }
        settle(connection, machine.opened(connection, until: idleDeadline(nil)))
    }

    private func openFailed(_ error: UpstreamError) {
        client.connectionClosed()
        let (failed, opensAnother) = machine.openFailed()
        failed?.resume(.failure(error))
        if opensAnother {
            open(patience: UpstreamTimeouts().connect)
        }
    }

    private func settle(
        _ connection: UpstreamConnection,
        _ decision: PoolMachine<UpstreamConnection, PoolWaiter>.CheckIn
    ) {
        switch decision {
        case .handOver(let waiter): waiter.resume(.success(connection))
        case .keep: client.watchIdle()
        case .close: connection.retire()
        }
    }

    /// A second less than the peer promised, so that a request is not sent while the peer is closing.
    private func idleDeadline(_ keepAliveSeconds: Int?) -> NIODeadline {
        var keep = endpoint.limits.idleKeepAlive
        if let seconds = keepAliveSeconds, seconds < 3600 {
            keep = min(keep, .seconds(Int64(seconds)) - .seconds(1))
        }
        return NIODeadline.now().after(keep)
    }
}
