import Synchronization

@testable import Telemetry

/// Answers as it is told, in order, and then with 200; `nil` is a server that is not reached.
final class ScriptedTransport: TelemetryTransport {
    struct Unreachable: Error {}

    private let state: Mutex<(answers: [TelemetryResponse?], requests: [TelemetryRequest])>

    init(_ answers: [TelemetryResponse?] = []) { state = Mutex((answers, [])) }

    var requests: [TelemetryRequest] { state.withLock { $0.requests } }

    func send(_ request: TelemetryRequest) async throws -> TelemetryResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? TelemetryResponse(status: 200) : state.answers.removeFirst()
        }
        guard let answer else { throw Unreachable() }
        return answer
    }

    /// Waits until so many requests have come.
    func waits(for count: Int) async {
        let end = ContinuousClock.now + .seconds(60)
        while requests.count < count, ContinuousClock.now < end {
            // Cancelled only where the test itself is.
            try? await Task.sleep(for: .milliseconds(2))
        }
    }
}
