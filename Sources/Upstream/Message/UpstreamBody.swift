public import NIOCore

/// The body of an answer, fetched on demand: while nobody asks, at most some 64 KiB are buffered and then the socket is
/// not read, which in the end slows the provider down.
///
/// One task reads it, on the event loop that the request was sent from. Dropping it before the end closes the connection,
/// unless so little is missing that reading over it is cheaper.
///
/// `@unchecked Sendable`: `source` is only touched on the connection's event loop, which every operation on a connection
/// checks in release builds too; `deinit` carries the connection there.
public final class UpstreamBody: @unchecked Sendable {
    enum Source {
        case whole(ByteBuffer)
        case connection(UpstreamConnection, first: ByteBuffer?)
        case finished
        case failed(UpstreamError)
    }

    private var source: Source

    init(_ source: Source) {
        self.source = source
    }

    deinit {
        guard case .connection(let connection, _) = source else { return }
        if connection.loop.inEventLoop {
            connection.abandon()
        } else {
            connection.loop.execute { connection.abandon() }
        }
    }

    /// Everything that has come since the last call, waiting for it if need be.
    ///
    /// Where one piece ends and the next begins means nothing. Cancelling the task closes the connection.
    /// - Returns: At least one byte, or `nil` at the end.
    /// - Throws: ``UpstreamError``: a timeout, `truncated_body`, `invalid_response`, `decompression_limit`, `cancelled`.
    public func next() async throws(UpstreamError) -> ByteBuffer? {
        while true {
            switch try look() {
            case .bytes(let bytes): return bytes
            case .end: return nil
            case .nothing(let connection): await connection.waitForNews()
            }
        }
    }

    /// What came within a time.
    public enum Arrival: Sendable {
        /// At least one byte.
        case bytes(ByteBuffer)
        /// The body is over.
        case end
        /// Nothing.
        case silence
    }

    /// Everything that has come since the last call, waiting for it a while if need be.
    /// - Throws: what ``next()`` throws.
    public func next(within time: TimeAmount) async throws(UpstreamError) -> Arrival {
        var deadline: NIODeadline?
        while true {
            switch try look() {
            case .bytes(let bytes): return .bytes(bytes)
            case .end: return .end
            case .nothing(let connection):
                let now = NIODeadline.now()
                let due = deadline ?? now + time
                if now >= due { return .silence }
                deadline = due
                let alarm = connection.wake(at: due)
                await connection.waitForNews()
                alarm.cancel()
            }
        }
    }

    private enum Look {
        case bytes(ByteBuffer)
        case end
        case nothing(UpstreamConnection)
    }

    /// What there is at the moment.
    private func look() throws(UpstreamError) -> Look {
        while true {
            switch source {
            case .whole(let bytes):
                source = .finished
                return .bytes(bytes)
            case .finished:
                return .end
            case .failed(let error):
                throw error
            case .connection(let connection, let first):
                connection.loop.preconditionInEventLoop()
                if Task.isCancelled {
                    cancel()
                    continue
                }
                if let first {
                    source = .connection(connection, first: nil)
                    return .bytes(first)
                }
                switch connection.takeBody() {
                case .none:
                    return .nothing(connection)
                case .bytes(let bytes, let isLast):
                    if isLast { source = .finished }
                    return .bytes(bytes)
                case .end:
                    source = .finished
                case .failure(let error):
                    source = .failed(error)
                }
            }
        }
    }

    /// Whether everything has been given out: ``next()`` would return `nil` without waiting. While more may come it is
    /// `false`, even if nothing more does.
    public var isAtEnd: Bool {
        if case .finished = source { return true }
        return false
    }

    /// The rest of the body in one piece.
    /// - Parameter limit: The most bytes to accept.
    /// - Throws: What ``next()`` throws, and `body_too_large` for a body longer than `limit`, whose connection is closed.
    public func collect(upTo limit: Int) async throws(UpstreamError) -> ByteBuffer {
        guard var whole = try await next() else { return ByteBuffer() }
        while whole.readableBytes <= limit {
            guard let more = try await next() else { return whole }
            whole.writeImmutableBuffer(more)
        }
        fail(UpstreamError(.bodyTooLarge, "longer than \(limit) bytes", requestWasSent: true))
        throw UpstreamError(.bodyTooLarge, "longer than \(limit) bytes", requestWasSent: true)
    }

    /// Ends the first-byte phase of a request sent with ``UpstreamRequest/FirstByte/whenMarked``.
    public func markFirstContent() {
        if case .connection(let connection, _) = source {
            connection.loop.preconditionInEventLoop()
            connection.markFirstContent()
        }
    }

    /// Says that what ``next()`` gave last only keeps the connection alive: the time of ``UpstreamTimeouts/idle`` runs on as if
    /// it had not come. To be said before ``next()`` is called again.
    public func markKeepAlive() {
        if case .connection(let connection, _) = source {
            connection.loop.preconditionInEventLoop()
            connection.markKeepAlive()
        }
    }

    /// Gives the rest up, as dropping the body does; it then throws `cancelled`. Without effect after the end.
    public func cancel() {
        fail(UpstreamError(.cancelled, requestWasSent: true))
    }

    private func fail(_ error: UpstreamError) {
        switch source {
        case .connection(let connection, _):
            connection.loop.preconditionInEventLoop()
            source = .failed(error)
            connection.abandon()
        case .whole:
            source = .failed(error)
        case .finished, .failed:
            break
        }
    }
}
