import NIOCore
import Synchronization

/// The bytes on their way to one viewer: put in by the hub, taken out by the viewer's connection, and never more than a bound.
final class LiveChannel: Sendable {
    /// A viewer that is further behind is cut off.
    static let longest = 256 << 10

    /// How a channel ended.
    enum End: Error {
        /// Nothing follows.
        case finished
        /// The viewer takes its bytes too slowly.
        case tooSlow
    }

    private struct State {
        var waiting = ByteBuffer()
        var taker: CheckedContinuation<Void, Never>?
        var end: End?
    }

    private let state = Mutex(State())

    /// Puts bytes in.
    func offer(_ bytes: ByteBuffer) {
        let taker: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard state.end == nil else { return nil }
            if state.waiting.readableBytes + bytes.readableBytes > Self.longest {
                state.end = .tooSlow
                state.waiting = ByteBuffer()
            } else {
                state.waiting.writeImmutableBuffer(bytes)
            }
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Nothing follows; what waits is still taken.
    func finish() {
        let taker: CheckedContinuation<Void, Never>? = state.withLock { state in
            if state.end == nil { state.end = .finished }
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Whether nothing is put in any more.
    var hasEnded: Bool { state.withLock { $0.end != nil } }

    /// All that waits; waits for some. One taker at a time.
    /// - Returns: `nil` at the end, and where the task is cancelled.
    /// - Throws: ``End/tooSlow``.
    func take() async throws(End) -> ByteBuffer? {
        while true {
            switch state.withLock({ Self.next(&$0) }) {
            case .success(let bytes?): return bytes
            case .success(nil): break
            case .failure(.finished): return nil
            case .failure(.tooSlow): throw .tooSlow
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { taker in
                    let isReady = state.withLock { state in
                        if state.end != nil || state.waiting.readableBytes > 0 { return true }
                        state.taker = taker
                        return false
                    }
                    if isReady { taker.resume() }
                }
            } onCancel: {
                finish()
            }
        }
    }

    private static func next(_ state: inout State) -> Result<ByteBuffer?, End> {
        if state.waiting.readableBytes > 0 {
            let bytes = state.waiting
            state.waiting = ByteBuffer()
            return .success(bytes)
        }
        return state.end.map(Result.failure) ?? .success(nil)
    }
}
