/// What keepers do again and again.
enum Turns {
    /// Takes a turn after each pause, until the task is cancelled.
    /// - Parameters:
    ///   - interval: the length of a pause.
    ///   - clock: what it is waited by.
    static func take(every interval: Duration, by clock: any Clock<Duration>, _ turn: () async -> Void) async {
        while !Task.isCancelled {
            do { try await clock.sleep(for: interval) } catch { return }
            await turn()
        }
    }
}
