public import Governance
import JSONText
import NIOCore
public import Store

/// The admin API on a data folder, without a gateway and without HTTP: the same operations with the same checks and the same
/// entries in the audit log, done by the command line.
///
/// A gateway that runs on the folder sees changes within a second. What only a running gateway knows (where budgets stand, the
/// health of targets) is missing in the answers, and what needs one is refused.
public struct FolderDoor: AdminDoor {
    private let operations: [AdminRoute: Operation]
    private let services: Services
    private let requestID: String

    /// The operations on some parts.
    /// - Parameters:
    ///   - parts: what they work with; the keeper of the directory must have been started.
    ///   - requestID: what the audit log notes as the request's id.
    /// - Throws: where a route has no operation or no rights, which is a mistake in the gateway and found by its tests.
    public init(_ parts: ControlPlane.Parts, requestID: String) throws {
        services = Services(parts)
        let table = try OperationTable(services)
        operations = Dictionary(table.operations.map { ($0.route, $0) }, uniquingKeysWith: { $1 })
        self.requestID = requestID
    }

    /// Does what a request asks for.
    public func answer(_ call: AdminCall) async throws(AdminFailure) -> AdminReply {
        let answer = try await perform(call)
        switch answer.body {
        case .none: return AdminReply([])
        case .json(let bytes): return AdminReply(bytes)
        case .stream: throw AdminFailure(code: "internal", "\(call.template) answers with a stream.")
        case .call: throw Self.needsGateway
        }
    }

    /// Does what a request asks for and hands its answer over.
    public func stream(_ call: AdminCall, _ take: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let answer = try await perform(call)
        switch answer.body {
        case .none: break
        case .json(let bytes): try take(bytes)
        case .stream(_, let open):
            let next = open()
            do {
                while let piece = try await next() { try take(Array(piece.readableBytesView)) }
            } catch let error as AdminError {
                throw AdminFailure(error)
            }
        case .call: throw Self.needsGateway
        }
    }

    private static let needsGateway = AdminFailure(code: "unavailable", "Models are asked by a gateway that runs.")

    /// Makes a token for the first owner in place of the one that was printed at the first start, which is good no more.
    /// - Returns: the token, to be printed and forgotten; `nil` where there is an owner, or was.
    /// - Throws: `StoreError`.
    public func renewBootstrapToken() async throws(StoreError) -> BootstrapToken? {
        let bootstrap = Bootstrap(store: services.store, directory: services.directory, pepper: services.pepper)
        guard let token = try await bootstrap.renewed() else { return nil }
        let entry = AuditEntry(
            time: services.clock.nanoseconds,
            actor: Actor.commandLine.auditActor,
            request: requestID,
            action: "bootstrap.renew",
            object: AuditEntry.Object(kind: "bootstrap", id: "bootstrap")
        )
        _ = try await services.store.append(entry)
        return token
    }

    private func perform(_ call: AdminCall) async throws(AdminFailure) -> AdminAnswer {
        guard let route = call.route, let operation = operations[route] else {
            throw AdminFailure(code: "internal", "There is no route \(call.method.rawValue) \(call.template).")
        }
        do throws(AdminError) {
            return try await operation.handle(
                AdminRequest(
                    caller: Caller(actor: .commandLine, isSecure: true, request: requestID),
                    route: route,
                    parameters: call.parameters,
                    query: try Query(call.queryText, allowed: operation.query.map(\.name)),
                    body: call.body,
                    tags: EntityTags(match: nil, noneMatch: nil)
                )
            )
        } catch {
            throw AdminFailure(error)
        }
    }
}
