import Synchronization

/// Lets one side of a test wait until the other has said a word.
final class Gate: Sendable {
    private struct State {
        var said: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    private let state = Mutex(State())

    func open(_ word: String) {
        let waiting = state.withLock { state in
            state.said.insert(word)
            return state.waiting.removeValue(forKey: word) ?? []
        }
        for continuation in waiting {
            continuation.resume()
        }
    }

    /// Waits for the word; a test's time limit bounds the wait.
    func wait(for word: String) async {
        await withCheckedContinuation { continuation in
            let isSaid = state.withLock { state in
                if state.said.contains(word) { return true }
                state.waiting[word, default: []].append(continuation)
                return false
            }
            if isSaid {
                continuation.resume()
            }
        }
    }
}
