import NIOCore

/// Everything of an ``UpstreamClient`` that belongs to one event loop: pools, exchanges under way, one timer.
///
/// `@unchecked Sendable`: only touched on the event loop, which ``send(_:to:timeouts:)`` checks in release builds too;
/// other threads merely carry it there.
final class LoopClient: @unchecked Sendable {
    let loop: any EventLoop
    let dialer: Dialer
    private let tickInterval: TimeAmount
    private var pools: [ObjectIdentifier: EndpointPool] = [:]
    /// Connections with an exchange under way; each knows its place, so that leaving costs nothing.
    private var active: [UpstreamConnection] = []
    private var tick: Scheduled<Void>?
    private var isTicking = false
    private var openChannels = 0
    private var shutDownPromise: EventLoopPromise<Void>?
    private(set) var isShutDown = false

    /// - Parameter tickInterval: How often deadlines are checked while there are any.
    init(dialer: Dialer, tickInterval: TimeAmount) {
        loop = dialer.loop
        self.dialer = dialer
        self.tickInterval = tickInterval
    }

    func send(
        _ request: UpstreamRequest,
        to endpoint: UpstreamEndpoint,
        timeouts: UpstreamTimeouts
    )
        async throws(UpstreamError) -> UpstreamResponse
    {
        loop.preconditionInEventLoop()
        guard !isShutDown else { throw UpstreamError(.shutDown) }
        let message = try RequestSerializer.serialize(request, for: endpoint)
        var now = NIODeadline.now()
        let settings = ExchangeMachine.Settings(
            timeouts: timeouts,
            totalDeadline: now.after(timeouts.total),
            firstByte: request.firstByte,
            isHead: message.isHead,
            maxHeadBytes: endpoint.limits.maxHeadBytes
        )
        var isRetry = false
        while true {
            // Asked for anew each time: an empty pool may be forgotten while an exchange is awaited.
            let pool = pool(for: endpoint)
            let connection = try await pool.checkOut(
                patience: timeouts.connect,
                totalDeadline: settings.totalDeadline,
                now: now
            )
            guard !Task.isCancelled else {
                connection.returnUnused()
                throw UpstreamError(.cancelled, requestWasSent: isRetry)
            }
            switch await connection.exchange(message, settings) {
            case .response(var response):
                response.wasRetried = isRetry
                return response
            case .failure(let error):
                throw error
            case .deadOnReuse(let error):
                // The peer closed a kept connection while the request was on its way. Once, and at once, on another.
                guard !isRetry else { throw error }
                isRetry = true
                pools[ObjectIdentifier(endpoint)]?.dropIdle()
                now = .now()
            }
        }
    }

    private func pool(for endpoint: UpstreamEndpoint) -> EndpointPool {
        let key = ObjectIdentifier(endpoint)
        if let pool = pools[key] { return pool }
        // The pool keeps the endpoint alive, so that its identity is not given to another while the pool exists.
        let pool = EndpointPool(endpoint: endpoint, client: self)
        pools[key] = pool
        return pool
    }

    /// Keeps no connections to an endpoint any longer.
    func retire(_ endpoint: UpstreamEndpoint) {
        guard let pool = pools[ObjectIdentifier(endpoint)] else { return }
        pool.retire()
        // Otherwise it goes with the tick that finds it empty.
        if pool.isEmpty { pools[ObjectIdentifier(endpoint)] = nil }
    }

    // MARK: Exchanges under way

    func exchangeBegan(on connection: UpstreamConnection) {
        connection.activeIndex = active.count
        active.append(connection)
        startTicking()
    }

    func exchangeEnded(on connection: UpstreamConnection) {
        guard let index = connection.activeIndex, let last = active.popLast() else { return }
        connection.activeIndex = nil
        if last !== connection {
            active[index] = last
            last.activeIndex = index
        }
    }

    // MARK: The timer

    /// Something with a deadline is under way: the timer has to run at its full rate.
    func startTicking() {
        guard !isTicking else { return }
        isTicking = true
        schedule(at: NIODeadline.now().after(tickInterval))
    }

    /// A connection is kept: without anything under way, the timer sleeps until one is due to be closed.
    func watchIdle() {
        guard tick == nil else { return }
        if let expiry = pools.values.lazy.compactMap(\.nextIdleExpiry).min() {
            schedule(at: expiry)
        }
    }

    private func schedule(at deadline: NIODeadline) {
        tick?.cancel()
        tick = loop.assumeIsolated().scheduleTask(deadline: deadline) { self.runTick() }
    }

    private func runTick() {
        tick = nil
        isTicking = false
        let now = NIODeadline.now()
        // Backwards, because an exchange that expires leaves the list and the last one takes its place.
        for index in active.indices.reversed() where index < active.count {
            active[index].checkDeadlines(now: now)
        }
        for (key, pool) in pools {
            pool.expire(now: now)
            if pool.isEmpty {
                pools[key] = nil
            }
        }
        if !active.isEmpty || pools.values.contains(where: \.hasWaiters) {
            startTicking()
        } else {
            watchIdle()
        }
    }

    // MARK: Lifetime

    func connectionOpening() {
        openChannels += 1
    }

    func connectionClosed() {
        openChannels -= 1
        if openChannels == 0 {
            shutDownPromise?.succeed()
            shutDownPromise = nil
        }
    }

    /// Closes everything; exchanges under way fail.
    func shutDown() -> EventLoopFuture<Void> {
        isShutDown = true
        for connection in active {
            connection.fail(UpstreamError(.shutDown, requestWasSent: true))
        }
        for pool in pools.values {
            pool.shutDown()
        }
        guard openChannels > 0 else { return loop.makeSucceededVoidFuture() }
        let promise = shutDownPromise ?? loop.makePromise(of: Void.self)
        shutDownPromise = promise
        return promise.futureResult
    }
}
