import NIOCore
import Routing
import Settings
import Upstream

/// Asks a provider now and then whether it is well, so that callers do not have to find out.
struct HealthCheck: Sendable {
    let provider: Provider
    let configuration: HealthCheckConfiguration
    /// The targets that share the provider's fate.
    let targets: [TargetState]

    private static let mostOfAnAnswer = 64 * 1024

    /// Checks again and again until the task is cancelled.
    func run(_ client: UpstreamClient, on eventLoop: any EventLoop) async {
        while !Task.isCancelled {
            let begun = NIODeadline.now()
            let isWell = await check(client, on: eventLoop)
            if Task.isCancelled { return }
            for target in targets { target.setHealthy(isWell) }
            let rest = TimeAmount(configuration.interval) - (.now() - begun)
            // Cancelled while asleep: the loop's condition ends it.
            try? await Task.sleep(for: .nanoseconds(max(0, rest.nanoseconds)))
        }
    }

    /// One check: whatever answers with a good status within the time is well.
    private func check(_ client: UpstreamClient, on eventLoop: any EventLoop) async -> Bool {
        let timeout = TimeAmount(configuration.timeout)
        let request = UpstreamRequest.get(configuration.path, headers: provider.credentials[0].headers)
        let timeouts = UpstreamTimeouts(connect: timeout, firstByte: timeout, idle: timeout, total: timeout)
        do {
            let response = try await client.send(request, to: provider.endpoint, timeouts: timeouts, on: eventLoop)
            _ = try await response.body.collect(upTo: Self.mostOfAnAnswer)
            return (200..<300).contains(response.status)
        } catch {
            return false
        }
    }
}
