import ControlPlane
import Gateway
import Governance
import Logging
import NIOCore
import NIOPosix
import Settings
import Synchronization
import Telemetry
import Upstream

/// What the process tells of itself, put together: the log with its sinks, and traces.
final class TelemetryServices: Sendable {
    /// The log of the process.
    let log: LogHub
    private let environment: [String: String]
    private let requests: Logger
    private let state: Mutex<State>
    /// What each request needs of the state: one reference.
    private let plan: Mutex<Plan>
    /// Whether records of calls are of use: asked by every request.
    private let wants = Atomic(true)
    /// Each event loop's own way into the log.
    private let lines = ThreadSpecificVariable<LineBuffer>()
    /// Sends logs and traces; made when there is somewhere to send them to.
    private let client = Mutex<(client: UpstreamClient, loop: any EventLoop)?>(nil)

    /// What a configuration decides.
    private struct State: Sendable {
        var configuration: TelemetryConfiguration
        var exporter: TraceExporter?
        /// What exporters have let go of that are closed.
        var lostSpans = 0
    }

    /// What is done with records of calls.
    private final class Plan: Sendable {
        /// Whether every call is logged.
        let logsAll: Bool
        /// How many characters of questions are logged.
        let promptCharacters: Int
        /// Takes spans; `nil` where traces are off.
        let exporter: TraceExporter?

        init(_ log: LogConfiguration, _ exporter: TraceExporter?) {
            logsAll = log.access
            promptCharacters = log.promptCharacters
            self.exporter = exporter
        }
    }

    /// Begins the log.
    /// - Throws: ``CommandFailure`` where a sink cannot be used.
    init(_ configuration: TelemetryConfiguration, environment: [String: String]) throws(CommandFailure) {
        self.environment = environment
        log = LogHub(
            levels: LogLevels(Self.levels(configuration.log, environment)),
            sinks: [],
            clock: { WallSeconds.nanoseconds }
        )
        requests = log.logger(LogModule.access.rawValue)
        state = Mutex(State(configuration: configuration))
        plan = Mutex(Plan(configuration.log, nil))
    }

    /// Opens sinks and the exporter.
    /// - Throws: ``CommandFailure`` where one cannot be used.
    func start() async throws(CommandFailure) {
        let configuration = state.withLock { $0.configuration }
        await log.replace(sinks: try configuration.log.sinks.map(sink))
        let exporter = try configuration.traces.map(exporter)
        state.withLock { $0.exporter = exporter }
        plan.withLock { $0 = Plan(configuration.log, exporter) }
        weigh()
    }

    /// A module's logger.
    func logger(_ module: LogModule) -> Logger { log.logger(module.rawValue) }

    /// How much each sink has had to let go of.
    var drops: [TelemetryDrops] {
        let spans = state.withLock { $0.lostSpans + ($0.exporter?.dropped ?? 0) }
        return log.drops + [TelemetryDrops(sink: "traces", count: spans)]
    }

    // MARK: - Requests

    /// Whether anything is done with records of calls.
    var wantsRecords: Bool { wants.load(ordering: .relaxed) }

    /// To be called whenever something has changed that decides about that.
    private func weigh() {
        let plan = plan.withLock { $0 }
        wants.store(plan.logsAll || plan.exporter != nil || requests.logLevel <= .info, ordering: .relaxed)
    }

    /// Takes note of a call that is over; on its event loop, so it only hands over.
    func observe(_ record: RequestRecord, _ question: LoggedQuestion?) {
        let plan = plan.withLock { $0 }
        if record.isTraced { plan.exporter?.take(count: record.spanCount) { record.spans() } }
        let level: Logger.Level = record.isSmooth && !plan.logsAll ? .debug : .info
        guard plan.logsAll || requests.logLevel <= level else { return }
        let characters = plan.promptCharacters
        if question == nil {
            let isWritten = ownLines.write { record.write(to: &$0, level: level, nil, promptCharacters: characters) }
            if isWritten { return }
        }
        log.write { record.write(to: &$0, level: level, question, promptCharacters: characters) }
    }

    /// The event loop's own way into the log.
    private var ownLines: LineBuffer {
        if let buffer = lines.currentValue { return buffer }
        let buffer = log.makeBuffer()
        lines.currentValue = buffer
        return buffer
    }

    /// Takes note of a request that was refused before it became a call; on its event loop, so it only hands over.
    func observe(_ refusal: RefusalNotice) {
        guard plan.withLock({ $0 }).logsAll || requests.logLevel <= .info else { return }
        log.write(refusal.logRecord(time: WallSeconds.nanoseconds, level: .info))
    }

    // MARK: - Another configuration

    /// Takes up another configuration. What cannot be used is told in the log, and what was there before stays.
    func adopt(_ configuration: TelemetryConfiguration) async {
        let before = state.withLock { $0.configuration }
        guard before != configuration else { return }
        do throws(CommandFailure) {
            let sinks = configuration.log.sinks == before.log.sinks ? nil : try configuration.log.sinks.map(sink)
            var exporter: TraceExporter??
            if configuration.traces != before.traces { exporter = .some(try configuration.traces.map(self.exporter)) }
            let (old, current) = state.withLock { state -> (old: TraceExporter?, current: TraceExporter?) in
                state.configuration = configuration
                guard let exporter else { return (nil, state.exporter) }
                let old = state.exporter
                state.exporter = exporter
                return (old, exporter)
            }
            plan.withLock { $0 = Plan(configuration.log, current) }
            log.levels.setting = Self.levels(configuration.log, environment)
            weigh()
            if let sinks { await log.replace(sinks: sinks) }
            if let old {
                await old.close()
                state.withLock { $0.lostSpans += old.dropped }
            }
        } catch {
            logger(.kanmon).error("telemetry stays as it was", metadata: ["error": "\(error)"])
        }
    }

    /// How long all that waits may take to its places when the process ends, and how much of that is for closing connections.
    private static let (lastTime, lastMoment) = (Duration.seconds(5), Duration.milliseconds(250))

    /// Brings what waits to its places, as far as that is possible within ``lastTime``, whatever hangs.
    func close() async {
        let end = Deadline(in: Self.lastTime)
        let deadline = end.earlier(by: Self.lastMoment)
        let exporter = state.withLock { state in
            let exporter = state.exporter
            state.exporter = nil
            return exporter
        }
        async let spans: Void? = exporter?.close(by: deadline)
        await log.close(by: deadline)
        await spans
        let client = client.withLock { client in
            defer { client = nil }
            return client
        }
        guard let client else { return }
        await end.run { await client.client.shutdown() }
    }

    // MARK: - Making

    private static func levels(_ log: LogConfiguration, _ environment: [String: String]) -> LogLevels.Setting {
        let fallback = environment["KANMON_LOG_LEVEL"].flatMap(Logger.Level.init(rawValue:)) ?? .notice
        return LogLevels.Setting(
            general: log.level.map(\.swiftLog) ?? fallback,
            modules: Dictionary(log.levels.map { ($0.key.rawValue, $0.value.swiftLog) }) { first, _ in first }
        )
    }

    private func sink(_ configuration: LogSinkConfiguration) throws(CommandFailure) -> any LogSink {
        switch configuration {
        case .standardOutput(let layout): return DescriptorSink(descriptor: 1, name: "stdout", format: layout.format)
        case .standardError(let layout): return DescriptorSink(descriptor: 2, name: "stderr", format: layout.format)
        case .file(let file):
            return FileSink(
                path: file.path,
                format: file.layout.format ?? .json,
                maximumBytes: file.maximumBytes,
                maximumSeconds: file.maximumAge.map { Int(clamping: $0.components.seconds) },
                keep: file.keep,
                compresses: file.compresses,
                clock: { WallSeconds.now }
            )
        case .http(let log):
            return HTTPSink(
                target: log.url.pathPrefix.isEmpty ? "/" : log.url.pathPrefix,
                fields: log.headers.map { ($0.name, $0.value.reveal()) },
                interval: Int(clamping: log.interval.inMilliseconds),
                transport: try transport(to: log.url)
            )
        case .s3(let log):
            let url = log.endpoint ?? BaseURL(scheme: .https, host: "s3.\(log.region).amazonaws.com")
            let place = ObjectSink.Place(
                host: url.authority,
                pathPrefix: url.pathPrefix,
                bucket: log.bucket,
                prefix: log.prefix,
                region: log.region,
                accessKeyID: log.accessKeyID.reveal(),
                secretAccessKey: log.secretAccessKey.reveal(),
                sessionToken: log.sessionToken?.reveal()
            )
            return ObjectSink(
                place,
                instance: String(UInt64.random(in: .min ... .max), radix: 16),
                interval: Int(clamping: log.interval.inMilliseconds),
                clock: { WallSeconds.nanoseconds },
                transport: try transport(to: url)
            )
        }
    }

    private func exporter(_ configuration: TraceConfiguration) throws(CommandFailure) -> TraceExporter {
        let resource = [
            SpanAttribute("service.name", .word(configuration.serviceName)),
            SpanAttribute("service.version", .word(Version.current)),
        ]
        return TraceExporter(
            encoder: OTLPEncoder(resource: resource, version: Version.current),
            target: configuration.endpoint.pathPrefix + "/v1/traces",
            fields: configuration.headers.map { ($0.name, $0.value.reveal()) },
            transport: try transport(to: configuration.endpoint)
        )
    }

    private func transport(to url: BaseURL) throws(CommandFailure) -> UpstreamTransport {
        let (client, loop) = client.withLock { known in
            if let known { return known }
            // Not one of the loops that serve requests.
            let group = MultiThreadedEventLoopGroup.singleton
            let made = (client: UpstreamClient(group: group), loop: group.next())
            known = made
            return made
        }
        do {
            let proxies = try ProxySettings(environment: environment)
            return try UpstreamTransport(to: url, client: client, loop: loop, proxies: proxies)
        } catch {
            throw CommandFailure("telemetry: \(url): \(error)")
        }
    }
}

extension TelemetryServices: LogControl {
    var logLevels: LogLevelReading {
        let setting = log.levels.setting
        let modules = LogModule.allCases.compactMap { module in
            setting.modules[module.rawValue].map { (module, LogLevel($0)) }
        }
        return LogLevelReading(
            general: LogLevel(setting.general),
            modules: Dictionary(modules) { first, _ in first }
        )
    }

    func setLogLevels(general: LogLevel, modules: [LogModule: LogLevel]) {
        log.levels.setting = LogLevels.Setting(
            general: general.swiftLog,
            modules: Dictionary(modules.map { ($0.key.rawValue, $0.value.swiftLog) }) { first, _ in first }
        )
        weigh()
    }
}

extension LogLevel {
    /// The level as swift-log knows it; the words are the same.
    fileprivate var swiftLog: Logger.Level { Logger.Level(rawValue: rawValue) ?? .notice }

    fileprivate init(_ level: Logger.Level) { self = LogLevel(rawValue: level.rawValue) ?? .notice }
}

extension LogLayout {
    /// How lines look; `nil` where the terminal decides.
    fileprivate var format: LogFormat? {
        switch self {
        case .auto: nil
        case .json: .json
        case .human: .human
        }
    }
}
