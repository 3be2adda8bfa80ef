import Upstream

/// An attempt that is ready to be sent: what a task of its own needs to wait for its answer.
struct Opener: Sendable {
    let opener: AnswerOpener
    let attempt: Attempt
    let credential: Provider.Credential
    let timeouts: UpstreamTimeouts
    let leastRate: Double?

    /// Sends it and waits for its answer.
    var value: Result<OpenedAnswer, AttemptFailure> {
        get async {
            do throws(AttemptFailure) {
                return .success(
                    try await opener.open(attempt, credential: credential, timeouts: timeouts, leastRate: leastRate)
                )
            } catch {
                return .failure(error)
            }
        }
    }
}
