import ModelAPI
import NIOCore
import Routing
import Synchronization
import Upstream

/// How many copies are under way to mirrors: a slow mirror must not pile up work.
final class MirrorCount: Sendable {
    private static let most = 256
    private let count = Atomic<Int>(0)

    /// Takes a place for a copy.
    /// - Returns: `false` where there is none; the copy is not sent then.
    func begin() -> Bool {
        guard count.add(1, ordering: .relaxed).newValue <= Self.most else {
            count.subtract(1, ordering: .relaxed)
            return false
        }
        return true
    }

    /// Gives a place back.
    func end() { count.subtract(1, ordering: .relaxed) }
}

/// A copy of a request for another target. Its answer is read and thrown away; the caller's own is never delayed by it.
struct Mirror: Sendable {
    let call: Call
    let facts: CallFacts
    let seat: Seat
    let services: Services
    let timeouts: UpstreamTimeouts

    /// Sends the copy in a task of its own.
    /// - Parameter id: the request's id.
    func send(id: String, on eventLoop: any EventLoop, executor: LoopExecutor) {
        guard services.mirrors.begin() else { return }
        // A request that the mirror cannot be asked is not copied to it.
        guard let attempt = try? Attempt(call, to: seat, facts) else { return services.mirrors.end() }
        let opener = AnswerOpener(call: call, requestID: id, client: services.client, eventLoop: eventLoop)
        Task(executorPreference: executor) {
            await run(attempt, opener)
            services.mirrors.end()
        }
    }

    private func run(_ attempt: Attempt, _ opener: AnswerOpener) async {
        guard case .admitted(let ticket) = seat.state.tryBegin(credentials: seat.credentials, now: .now()) else {
            return
        }
        var outcome = AttemptOutcome.success
        var verdict: CredentialVerdict?
        var usage: Usage?
        do throws(AttemptFailure) {
            let credential = Try.credential(of: seat, ticket)
            switch try await opener.open(attempt, credential: credential, timeouts: timeouts, leastRate: nil) {
            case .whole(let answer): usage = answer.usage
            case .stream(var answer):
                while !(answer.relay.sawEnd || answer.body.isAtEnd) {
                    guard let bytes = try await answer.nextBytes() else { break }
                    do { _ = try answer.relay.take(bytes) } catch { throw AttemptFailure(inside: error) }
                }
                usage = answer.relay.usage
            }
        } catch {
            outcome = error.outcome
            verdict = error.credentialVerdict
        }
        seat.finish(ticket, outcome, outputTokens: usage?.output ?? 0, verdict: verdict, at: .now())
    }
}
