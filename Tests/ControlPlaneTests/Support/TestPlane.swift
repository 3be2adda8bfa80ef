import Alerting
import Foundation
import Gateway
import Governance
import JSONText
import Logging
import NIOCore
import Pricing
import Settings
import Store
import Testing

@testable import ControlPlane

/// A control plane in the process, with everything around it that a gateway gives it.
struct TestPlane {
    static let adminToken = "a-token-of-automation-0123456789"
    static let password = "correct horse battery"

    let plane: ControlPlane
    let parts: ControlPlane.Parts
    let cache = CacheBox()
    let mailbox = Mailbox()
    let store: any GovernanceStore
    let ledger: any LedgerStore
    let bodies = ListBodies()
    let keeper: DirectoryKeeper
    let clock: TestClock
    let meters: LiveMeters
    let pepper = KeyPepper.generate()

    init(
        store: any GovernanceStore = MemoryStore(),
        ledger: any LedgerStore = MemoryLedger(),
        configuration: KanmonConfiguration = TestPlane.configuration,
        declared: (KeyPepper) -> DeclaredEntities = { _ in DeclaredEntities() },
        prices: (@Sendable () -> PriceBook)? = nil
    ) async throws {
        let clock = TestClock()
        self.clock = clock
        self.store = store
        self.ledger = ledger
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let keeper = DirectoryKeeper(
            store: store,
            pepper: pepper,
            declared: declared(pepper),
            logger: logger,
            sink: { _ in }
        )
        self.keeper = keeper
        try await keeper.start()
        meters = LiveMeters(store: store, clock: clock) { keeper.directory }
        let book = try PriceBook()
        var parts = ControlPlane.Parts(
            store: store,
            ledger: ledger,
            keeper: keeper,
            pepper: pepper,
            configuration: { configuration },
            prices: prices ?? { book },
            clock: clock.clock,
            logger: logger
        )
        parts.budgetReader = meters
        parts.budgetControl = meters
        parts.runtime = meters
        parts.cache = cache
        parts.log = LevelBox()
        parts.bodies = bodies
        parts.retention = RetentionKeeper(
            ledger: ledger,
            bodies: bodies,
            records: store,
            configuration: { configuration },
            clock: clock.clock,
            logger: logger
        )
        let desk = NoticeDesk(
            store: store,
            channels: { configuration.alerts.channels },
            sender: { [mailbox] in mailbox.sender($0) },
            clock: clock.clock,
            logger: logger
        )
        parts.notices = desk
        parts.alerts = AlertKeeper(
            store: store,
            sources: AlertSources(
                calls: CallCounter(),
                ledger: ledger,
                directory: { keeper.directory },
                configuration: { configuration },
                budgets: meters,
                runtime: meters
            ),
            desk: desk,
            clock: clock.clock,
            logger: logger
        )
        parts.hasher = PasswordHasher(cost: .init(logN: 4, blockSize: 1, parallelism: 1))
        self.parts = parts
        plane = try ControlPlane(parts)
    }

    static let configuration = KanmonConfiguration(
        server: ServerConfiguration(
            adminToken: Secret(adminToken),
            trustedProxies: TrustedProxies([AddressRange("10.0.0.0/8")].compactMap(\.self))
        ),
        providers: [
            ProviderConfiguration(
                name: "openai",
                type: .openai,
                endpoint: .remote(BaseURL(scheme: .https, host: "api.example", pathPrefix: "/v1")),
                apiKey: Secret("sk-provider-secret-0123456789"),
                headers: [HeaderField(name: "x-org", value: Secret("header-secret-value"))]
            )
        ],
        models: [ModelConfiguration(name: "chat", targets: [ModelTarget(provider: "openai", model: "gpt-4o")])],
        alerts: AlertsConfiguration(
            declared: ["fallback_share"],
            channels: [
                AlertChannel(
                    name: "ops",
                    destination: .webhook(
                        url: Secret("https://hooks.example/hook-secret-value"),
                        secret: Secret("signing-secret-value")
                    )
                )
            ]
        )
    )

    /// What came back.
    struct Reply {
        let status: Int
        let fields: [(name: String, value: String)]
        let body: [UInt8]

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var code: String? { json["error"]?["code"]?.string }
        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
    }

    /// How a caller shows who it is.
    enum Credential {
        case none
        case token(String)
        case session(SessionToken, csrf: Bool = true)

        static let owner = Credential.token(TestPlane.adminToken)
    }

    @discardableResult
    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        as credential: Credential = .owner,
        fields: [(name: String, value: String)] = [],
        peer: String = "192.0.2.7"
    ) async throws -> Reply {
        try await send(
            method,
            path,
            bytes: body?.bytes ?? [],
            as: credential,
            fields: (body == nil ? [] : [(name: "content-type", value: "application/json")]) + fields,
            peer: peer
        )
    }

    func send(
        _ method: String,
        _ path: String,
        bytes: [UInt8],
        as credential: Credential = .owner,
        fields: [(name: String, value: String)] = [],
        peer: String = "192.0.2.7"
    ) async throws -> Reply {
        var fields = fields
        switch credential {
        case .none: break
        case .token(let token): fields.append((name: "authorization", value: "Bearer \(token)"))
        case .session(let token, let csrf):
            fields.append((name: "cookie", value: "kanmon_session=\(token.reveal())"))
            if csrf { fields.append((name: SessionCookie.csrfField, value: token.csrfToken)) }
        }
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let answer = await plane.answer(
            ControlRequest(
                method: method,
                path: "/admin/v1" + parts[0],
                query: parts.count > 1 ? String(parts[1]) : nil,
                fields: fields,
                body: ByteBuffer(bytes: bytes),
                id: "req-1",
                peer: try SocketAddress(ipAddress: peer, port: 5000)
            )
        )
        var body: [UInt8] = []
        if case .whole(let buffer) = answer.body { body = Array(buffer.readableBytesView) }
        return Reply(status: answer.status, fields: answer.fields, body: body)
    }

    /// Makes a user with the test's password in the store.
    func user(_ name: String, _ role: Role, teams: [String] = [], password: Bool = true) async throws -> User {
        let now = Timestamp(seconds: clock.now)
        let hash = password ? try parts.hasher.hash(SecretText(Self.password)) : nil
        let body: JSONValue = [
            "name": .string(name), "role": .string(role.rawValue), "teams": .array(teams.map { .string($0) }),
        ]
        let user = try User.create(from: body, password: hash, at: now)
        try await keep(user)
        return user
    }

    /// Puts an object into the store, past the admin API.
    func keep(_ entity: some ManagedEntity) async throws {
        let entry = AuditEntry(
            time: clock.now,
            actor: AuditActor(.system, id: "test"),
            action: "test.create",
            object: entity.auditObject
        )
        _ = try await store.apply([DocumentChange(.insert(entity.document), audit: entry)])
        try await keeper.refresh()
    }

    /// A session of a user, past the password.
    func session(_ user: User) async throws -> Credential {
        let token = SessionToken.generate()
        let now = Timestamp(seconds: clock.now)
        try await store.insert(
            StoredSession(
                digest: token.digest.bytes,
                user: user.id,
                created: now.nanoseconds,
                lastSeen: now.nanoseconds,
                expires: now.adding(seconds: 43_200).nanoseconds,
                body: []
            )
        )
        return .session(token)
    }
}

/// Stores that the same tests run over.
enum StoreKind: String, CaseIterable, Sendable {
    case memory
    case sqlite

    func plane(
        _ folder: TemporaryFolder,
        prices: (@Sendable () -> PriceBook)? = nil
    ) async throws -> TestPlane {
        switch self {
        case .memory: return try await TestPlane(prices: prices)
        case .sqlite:
            let database = try SQLiteDatabase(in: try DataFolder(folder.path), now: 0)
            return try await TestPlane(store: SQLiteStore(database), ledger: SQLiteLedger(database), prices: prices)
        }
    }
}

/// A folder of a test's own, gone with the value.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("kanmon-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
