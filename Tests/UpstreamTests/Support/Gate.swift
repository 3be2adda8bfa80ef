import Synchronization

/// Lets one side of a test wait until the other has said a word.
final class Gate: Sendable {
    private struct State {
        var said: Set<String> = []
        var waiting: [String: [Int: CheckedContinuation<Void, Never>]] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    func open(_ word: String) {
        let waiting = state.withLock { state in
            state.said.insert(word)
            return state.waiting.removeValue(forKey: word) ?? [:]
        }
        for continuation in waiting.values {
            continuation.resume()
        }
    }

    /// Waits for the word, or until the test is over: its time limit cancels it.
    func wait(for word: String) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.said.contains(word) || Task.isCancelled { return true }
                    state.waiting[word, default: [:]][number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting[word]?.removeValue(forKey: number) }?.resume()
        }
    }
}
