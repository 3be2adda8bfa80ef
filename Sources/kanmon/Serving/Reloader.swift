import Gateway
import Lifecycle
import Logging
import NIOPosix
import Pricing
import ServiceLifecycle
import Settings
import SimulatedProvider
import Synchronization

/// Takes up the configuration document anew, on SIGHUP and when one of its files changes: one reload at a time, and one more
/// behind it for whatever happens meanwhile.
struct Reloader: NamedService {
    private let source: ConfigurationSource
    private let server: GatewayServer
    private let simulated: SimulatedProviders
    private let governance: GovernanceServices
    private let telemetry: TelemetryServices
    private let manager: ServiceManager?
    private let logger: Logger
    private let requests: AsyncStream<Void>
    private let request: AsyncStream<Void>.Continuation
    private let watcher: FileWatcher?
    private let files: [String: FileFingerprint?]
    /// The data folder's prices as they were read last. They are looked at from time to time instead of being listened for:
    /// something is always happening in that folder.
    private let prices: PricesMemory
    private let watches: Bool

    /// How often the prices are looked at.
    private static let pricesInterval = Duration.milliseconds(500)

    /// What is remembered of the prices' file.
    private final class PricesMemory: Sendable {
        let file: Mutex<ConfigurationSource.PricesState?>

        init(_ file: ConfigurationSource.PricesState?) { self.file = Mutex(file) }
    }

    /// - Parameters:
    ///   - files: what the configuration in use was read from, as it was then.
    ///   - prices: the data folder's file of prices, as it was then.
    ///   - watches: whether changes of these files are looked for.
    init(
        source: ConfigurationSource,
        files: [String: FileFingerprint?],
        prices: ConfigurationSource.PricesState?,
        watches: Bool,
        server: GatewayServer,
        simulated: SimulatedProviders,
        governance: GovernanceServices,
        telemetry: TelemetryServices,
        manager: ServiceManager?,
        logger: Logger
    ) {
        self.source = source
        self.files = files
        self.prices = PricesMemory(prices)
        self.watches = watches
        self.server = server
        self.simulated = simulated
        self.governance = governance
        self.telemetry = telemetry
        self.manager = manager
        self.logger = logger
        (requests, request) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        watcher = watches ? FileWatcher { [request] in request.yield() } : nil
        if watches, watcher == nil {
            logger.warning("the configuration's files cannot be watched; send SIGHUP instead")
        }
    }

    /// Asks for a reload; returns at once.
    func reload() { request.yield() }

    func run() async throws {
        await withDiscardingTaskGroup { tasks in
            var files = files
            watcher?.watch(files)
            if watches { tasks.addTask { await watchPrices() } }
            for await _ in requests.cancelOnGracefulShutdown() {
                manager?.tell(.reloading)
                let (read, retirement) = await reload(from: files)
                files = read
                watcher?.watch(files)
                if let retirement { tasks.addTask { await finish(retirement) } }
                manager?.tell(.ready, status: status)
            }
            await watcher?.stop()
            tasks.cancelAll()
        }
    }

    /// Asks for a reload whenever the data folder's prices are other ones.
    private func watchPrices() async {
        while !Task.isCancelled {
            // Cancelled while asleep: the loop's condition ends it.
            try? await Task.sleep(for: Self.pricesInterval)
            guard let known = prices.file.withLock({ $0 }) else { continue }
            let now = try? await NIOThreadPool.singleton.runIfActive {
                ConfigurationSource.PricesState(path: known.path)
            }
            if let now, now != known { request.yield() }
        }
    }

    /// Simulated providers that are out of use, and what ends behind their last request.
    private struct Retirement: Sendable {
        let providers: [SimulatedProvider]
        let released: AsyncStream<Never>
    }

    /// Reads the document and, where it is sound, takes it up.
    /// - Returns: the files to watch from now on, and what is out of use.
    private func reload(from files: [String: FileFingerprint?]) async -> ([String: FileFingerprint?], Retirement?) {
        let reading: ConfigurationSource.Reading
        do { reading = try await source.read() } catch {
            server.reloadFailed("the configuration cannot be read: \(error)")
            return (files, nil)
        }
        if let file = reading.pricesFile { prices.file.withLock { $0 = file } }
        switch reading.result {
        case .failure(let errors):
            server.reloadFailed(errors.description)
            // A file that a broken document does not name may be the one whose change mends it.
            return (files.merging(reading.files) { $1 }, nil)
        case .success(let configuration):
            do throws(CommandFailure) {
                let prices = try reading.prices.get()
                return (reading.files, await takeUp(configuration, prices))
            } catch {
                server.reloadFailed("\(error)")
                return (reading.files, nil)
            }
        }
    }

    private func takeUp(_ configuration: KanmonConfiguration, _ prices: PriceCatalog) async -> Retirement? {
        let plan: SimulatedProviders.Plan
        do { plan = try await simulated.prepare(configuration) } catch {
            server.reloadFailed("a simulated provider cannot be started: \(error)")
            return nil
        }
        let (released, release) = AsyncStream.makeStream(of: Never.self)
        do {
            let directory = await governance.directory(for: configuration)
            let before = server.pricesInUse?.catalog.version
            try await server.reload(configuration, simulated: plan.urls, directory: directory, prices: prices) {
                release.finish()
            }
            if let before, before != prices.version {
                logger.notice("other prices count", metadata: ["before": "\(before)", "now": "\(prices.version)"])
            }
            await governance.adopt(configuration)
            await telemetry.adopt(configuration.telemetry)
        } catch {
            await stopping { try await simulated.discard(plan) }
            return nil
        }
        let gone = await simulated.adopt(plan)
        return gone.isEmpty ? nil : Retirement(providers: gone, released: released)
    }

    /// Waits for the last request to end, then stops its providers.
    private func finish(_ retirement: Retirement) async {
        for await _ in retirement.released {}
        // At the end of the process they are stopped behind the gateway, like all others.
        guard !Task.isCancelled else { return }
        await stopping { try await simulated.stop(retirement.providers) }
    }

    private func stopping(_ body: () async throws -> Void) async {
        do { try await body() } catch {
            logger.warning("a simulated provider did not stop", metadata: ["error": "\(error)"])
        }
    }

    /// A line for `systemctl status`.
    private var status: String {
        let state = server.reloadStatus.state
        let problem = state.lastError == nil ? "" : "; the newest one has errors, see the log"
        return "configuration \(state.generation) in use\(problem)"
    }
}
