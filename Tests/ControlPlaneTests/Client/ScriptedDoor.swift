import ControlPlane
import Synchronization

/// Answers calls from a list and notes what was asked.
final class ScriptedDoor: AdminDoor {
    private let script: Mutex<[Result<String, AdminFailure>]>
    private let seen = Mutex<[String]>([])

    init(_ script: [Result<String, AdminFailure>]) { self.script = Mutex(script) }

    /// What was asked: method and target.
    var calls: [String] { seen.withLock { $0 } }

    func answer(_ call: AdminCall) async throws(AdminFailure) -> AdminReply {
        seen.withLock { $0.append("\(call.method) \(call.target)") }
        let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let next else { throw AdminFailure(code: "unscripted", call.target) }
        return AdminReply(Array(try next.get().utf8))
    }

    func stream(_ call: AdminCall, _ take: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        try take(try await answer(call).bytes)
    }
}
