import ControlPlane
import Gateway
import Governance
import Logging
import Pricing
import Settings
import Store

/// What governs the gateway, put together: who there is, what counts their limits and budgets, the ledger, the admin API.
struct GovernanceServices: Sendable {
    /// What outlives configurations.
    let governor: Governor
    /// The admin API.
    let control: ControlPlane
    /// Keeps who there is up to date.
    let keeper: DirectoryKeeper
    private let stores: DataStores
    private let status: GatewayStatus

    /// Opens the data of a configuration and puts everything together.
    /// - Parameters:
    ///   - lanes: how many event loops there are.
    ///   - logger: where troubles are told.
    static func prepare(
        _ configuration: KanmonConfiguration,
        lanes: Int,
        logger: Logger
    ) async throws -> GovernanceServices {
        let stores = try await DataStores.open(configuration, lanes: lanes, now: WallSeconds.nanoseconds)
        let governor = Governor(
            ledger: stores.journal.map { JournalSink(journal: $0) },
            told: { events in
                for event in events { logger.warning("budget", metadata: ["event": "\(event)"]) }
            }
        )
        let status = GatewayStatus(governor: governor, initial: configuration)
        let keeper = DirectoryKeeper(
            store: stores.store,
            pepper: stores.pepper,
            declared: DeclaredIdentities(configuration.entities(pepper: stores.pepper, at: .now)),
            logger: logger
        ) { directory in
            do throws(GatewayError) {
                try status.gateway?.adopt(directory)
            } catch {
                logger.error("changed identities were not taken up", metadata: ["error": "\(error)"])
            }
        }
        let builtIn = try PriceBook()
        var parts = ControlPlane.Parts(
            store: stores.store,
            ledger: stores.ledger,
            keeper: keeper,
            pepper: stores.pepper,
            configuration: { status.configuration },
            prices: { status.gateway?.pricesInUse ?? builtIn },
            clock: ControlClock { WallSeconds.nanoseconds },
            logger: logger
        )
        parts.runtime = status
        return GovernanceServices(
            governor: governor,
            control: try ControlPlane(parts),
            keeper: keeper,
            stores: stores,
            status: status
        )
    }

    /// Reads who there is, and brings what an earlier process left in the journal to the ledger.
    func start() async throws {
        do {
            try await keeper.start()
            try stores.startWriting()
        } catch {
            throw CommandFailure("data: \(error)")
        }
    }

    /// Who there is.
    var directory: Directory { keeper.directory }

    /// The gateway runs from now on.
    func attach(_ server: GatewayServer) { status.attach(server) }

    /// The gateway can read its configuration again.
    func attach(reload: @escaping @Sendable () -> Void) { status.attach(reload: reload) }

    /// Who there is with another configuration, which is not in use yet.
    func directory(for configuration: KanmonConfiguration) async -> Directory {
        await keeper.directory(declaring: declared(configuration))
    }

    /// The configuration is in use.
    func adopt(_ configuration: KanmonConfiguration) async { await keeper.declare(declared(configuration)) }

    private func declared(_ configuration: KanmonConfiguration) -> DeclaredIdentities {
        DeclaredIdentities(configuration.entities(pepper: stores.pepper, at: .now))
    }

    /// Brings everything to the disk, when the gateway has stopped.
    func close() throws(StoreError) { try stores.close() }
}

extension Timestamp {
    /// The time.
    static var now: Timestamp { Timestamp(seconds: WallSeconds.now) }
}

extension DeclaredIdentities {
    /// What a configuration declares.
    init(_ entities: DeclaredEntities) {
        self.init(
            organizations: [entities.organization],
            teams: entities.teams,
            projects: entities.projects,
            users: entities.users,
            keys: entities.keys
        )
    }
}
