import Crypto
import GuardAdapters
import Guardrails
import Routing
import Synchronization

/// What a service has said of texts, for a while: equal texts are not sent again. It knows digests alone, and no text.
final class VerdictMemory: Sendable {
    private struct Entry {
        var verdict: AdapterVerdict
        var expires: Moment
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// The digests in the order they came.
        var order: [[UInt8]] = []
    }

    /// More verdicts are not kept.
    private static let most = 4096

    private let state = Mutex(State())
    private let lifetime: Duration

    /// - Returns: `nil` where nothing is to be remembered.
    init?(lifetime: Duration) {
        guard lifetime > .zero else { return nil }
        self.lifetime = lifetime
    }

    /// What texts are remembered by: side, who wrote them and what they say.
    static func digest(of question: AdapterQuestion) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array(question.stage.rawValue.utf8))
        for text in question.texts {
            hash.update(data: Array("\u{0}\(text.origin.rawValue) \(text.bytes.count)\u{0}".utf8))
            hash.update(data: text.bytes)
        }
        if let asked = question.asked { hash.update(data: asked) }
        return Array(hash.finalize())
    }

    /// What was said, if it counts still.
    func verdict(for digest: [UInt8], now: Moment) -> AdapterVerdict? {
        state.withLock { state in
            guard let entry = state.entries[digest], entry.expires > now else { return nil }
            return entry.verdict
        }
    }

    /// Remembers what was said.
    func remember(_ verdict: AdapterVerdict, for digest: [UInt8], now: Moment) {
        state.withLock { state in
            if state.entries.updateValue(Entry(verdict: verdict, expires: now + lifetime), forKey: digest) == nil {
                state.order.append(digest)
            }
            // The oldest half goes at once, so that the list need not be moved for each.
            guard state.order.count > Self.most else { return }
            for old in state.order.prefix(Self.most / 2) { state.entries[old] = nil }
            state.order.removeFirst(Self.most / 2)
        }
    }
}
