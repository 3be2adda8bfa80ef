import Caching
import ControlPlane
import Gateway
import Governance
import Routing
import Settings
import Synchronization

/// What the admin API is told of the running gateway, which is there a moment after it.
final class GatewayStatus: RuntimeStatus, CacheControl {
    private let server = Mutex<GatewayServer?>(nil)
    private let reload = Mutex<(@Sendable () -> Void)?>(nil)
    private let read = Mutex<(@Sendable () async -> ConfigurationInFile)?>(nil)
    private let governor: Governor
    private let initial: KanmonConfiguration

    /// How long a reload is waited for.
    private static let patience = Duration.seconds(10)

    init(governor: Governor, initial: KanmonConfiguration) {
        self.governor = governor
        self.initial = initial
    }

    /// The gateway is there.
    func attach(_ server: GatewayServer) { self.server.withLock { $0 = server } }

    /// The gateway can read its configuration again.
    func attach(reload: @escaping @Sendable () -> Void) { self.reload.withLock { $0 = reload } }

    /// The configuration's file can be read.
    func attach(read: @escaping @Sendable () async -> ConfigurationInFile) { self.read.withLock { $0 = read } }

    var gateway: GatewayServer? { server.withLock { $0 } }

    /// The configuration in use.
    var configuration: KanmonConfiguration { gateway?.configurationInUse ?? initial }

    func limits(on scope: Scope) async -> [LimitReading] {
        governor.limits(on: scope)
    }

    func modelLimits(ofKey id: String) async -> [String: [LimitReading]] { governor.modelLimits(ofKey: id) }

    func targets() async -> [TargetStatus] {
        (gateway?.targetConditions() ?? []).map { condition in
            TargetStatus(
                provider: condition.target.provider,
                model: condition.target.model,
                state: condition.availability == .available ? .healthy : .unavailable,
                inFlight: condition.inFlight,
                latency: condition.timeToFirstToken.map { Int(clamping: $0.inMilliseconds) }
            )
        }
    }

    func load() async -> GatewayLoad? {
        guard let load = await gateway?.callsUnderWay() else { return nil }
        return GatewayLoad(inFlight: load.calls, openStreams: load.streams)
    }

    func check(provider name: String, model: String?) async -> ProviderCheck? {
        await gateway?.check(provider: name, model: model)
    }

    func configurationInFile() async -> ConfigurationInFile {
        guard let read = read.withLock({ $0 }) else { return .none }
        return await read()
    }

    func cacheStatistics() async -> CacheStatistics? { gateway?.cacheStatistics }

    func archiveStatistics() async -> ArchiveStatistics? { gateway?.archiveStatistics }

    func purgeCache(_ purge: CachePurge) async throws(CacheError) -> (memory: Int, disk: Int?)? {
        try await gateway?.purgeCache(purge)
    }

    func topAnswers(_ count: Int, model: String?, team: String?) async -> [CacheEntry]? {
        gateway?.topAnswers(count) { answer in
            (model == nil || answer.tags.contains(.model(model ?? "")))
                && (team == nil || answer.tags.contains(.team(team ?? "")))
        }
    }

    func shadowContents() async -> ShadowLog.Contents? { gateway?.shadowLog.contents }

    func hitByMeaning(_ requestID: String) async -> ServedHit? { gateway?.hitByMeaning(requestID) }

    func markWrong(_ requestID: String) async throws(CacheError) -> ServedHit? {
        try await gateway?.markWrong(requestID)
    }

    func reloadConfiguration() async -> [String] {
        guard let gateway, let reload = reload.withLock({ $0 }) else {
            return ["this gateway was started without a configuration file"]
        }
        let before = gateway.reloadStatus.state
        reload()
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            let state = gateway.reloadStatus.state
            if state.succeeded > before.succeeded { return [] }
            if state.failed > before.failed { return (state.lastError ?? "").split(separator: "\n").map(String.init) }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
        }
        return ["the configuration is still being read"]
    }
}

extension Duration {
    /// Whole milliseconds.
    var inMilliseconds: Int64 {
        components.seconds &* 1000 &+ components.attoseconds / 1_000_000_000_000_000
    }
}
