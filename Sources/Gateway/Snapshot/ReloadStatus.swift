import JSONText
import Synchronization
public import Telemetry

/// Which configuration is in use, since when, and how reloading went: for `/readyz`, the log and the metrics.
public final class ReloadStatus: Sendable {
    /// How things are at one moment.
    public struct State: Hashable, Sendable {
        /// Which configuration is in use, counted from 1 for the one at the start.
        public internal(set) var generation = 0
        /// Since when it is in use, in seconds since 1970.
        public internal(set) var loadedAt = 0
        /// How many reloads have succeeded.
        public internal(set) var succeeded = 0
        /// How many reloads have failed; the configuration before stayed in use each time.
        public internal(set) var failed = 0
        /// Why the newest reload failed, one problem a line and without secrets; `nil` if it succeeded.
        public internal(set) var lastError: String?
        /// When the newest reload failed, in seconds since 1970; `nil` if it succeeded.
        public internal(set) var failedAt: Int?
    }

    /// What of an error is kept.
    private static let longestError = 4096

    private let shared = Mutex(State())

    init() {}

    /// How things are now.
    public var state: State { shared.withLock { $0 } }

    func loaded(generation: Int, at seconds: Int) {
        shared.withLock { state in
            if state.generation > 0 { state.succeeded += 1 }
            state.generation = generation
            state.loadedAt = seconds
            state.lastError = nil
            state.failedAt = nil
        }
    }

    func failed(_ reason: String, at seconds: Int) {
        shared.withLock { state in
            state.failed += 1
            state.lastError =
                reason.utf8.count > Self.longestError ? String(reason.prefix(Self.longestError / 4)) + " …" : reason
            state.failedAt = seconds
        }
    }

    /// What `/readyz` says of it.
    var json: JSONValue {
        let state = state
        var object = JSONObject()
        object.append("generation", JSONValue(state.generation))
        object.append("loaded_at", .string(WallClock.text(state.loadedAt)))
        if let error = state.lastError {
            object.append("last_error", .string(error))
            object.append("failed_at", .string(WallClock.text(state.failedAt ?? 0)))
        }
        return .object(object)
    }
}

extension ReloadStatus: MetricSource {
    /// What `/metrics` says of it.
    public func collect(into page: inout MetricPage) {
        let state = state
        page.add(MetricCatalog.configReloads, .integer(state.succeeded), "success")
        page.add(MetricCatalog.configReloads, .integer(state.failed), "failure")
        page.add(MetricCatalog.configLastReload, .flag(state.lastError == nil))
        page.add(MetricCatalog.configGeneration, .integer(state.generation))
        page.add(MetricCatalog.configLoaded, .integer(state.loadedAt))
    }
}
