import Upstream

/// An attempt that is ready to be sent: what a task of its own needs to wait for its answer.
final class Opener: Sendable {
    let opener: AnswerOpener
    let attempt: Attempt
    let credential: Provider.Credential
    let timeouts: UpstreamTimeouts
    let leastRate: Double?

    init(
        opener: AnswerOpener,
        attempt: Attempt,
        credential: Provider.Credential,
        timeouts: UpstreamTimeouts,
        leastRate: Double?
    ) {
        self.opener = opener
        self.attempt = attempt
        self.credential = credential
        self.timeouts = timeouts
        self.leastRate = leastRate
    }

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
