import ControlPlane
import Governance
import JSONText

/// The admin API of a running gateway, over HTTP.
struct GatewayDoor: AdminDoor {
    /// The most bytes of an answer that is read whole: a page of a thousand rows with room to spare.
    private static let limit = 64 << 20

    /// Scheme, host, port and what stands before `/admin`.
    let url: String
    /// The administration's bearer token.
    let token: String
    /// A PEM file with authorities to trust beside the system's.
    let authorities: String?
    /// Whether the token may go over plain HTTP to another machine.
    let allowsPlainText: Bool

    func answer(_ call: AdminCall) async throws(AdminFailure) -> AdminReply {
        let answer: HTTPFetch.Answer
        do {
            answer = try await HTTPFetch.answer(request(call), limit: Self.limit)
        } catch {
            throw unreachable(error)
        }
        guard (200..<300).contains(answer.status) else { throw AdminFailure(status: answer.status, body: answer.body) }
        return AdminReply(answer.body)
    }

    func stream(_ call: AdminCall, _ take: @escaping @Sendable ([UInt8]) throws -> Void) async throws {
        let answer: HTTPFetch.Answer
        do {
            answer = try await HTTPFetch.stream(request(call), limit: Self.limit, take)
        } catch {
            throw unreachable(error)
        }
        guard answer.status == 200 else { throw AdminFailure(status: answer.status, body: answer.body) }
    }

    private func request(_ call: AdminCall) -> HTTPFetch.Request {
        var fields = [(name: "authorization", value: "Bearer \(token)")]
        if call.body != nil { fields.append((name: "content-type", value: "application/json")) }
        return HTTPFetch.Request(
            method: call.method.rawValue,
            base: url,
            target: call.target,
            fields: fields,
            body: call.body.map { JSONValue.object($0).bytes },
            authorities: authorities,
            allowsPlainText: allowsPlainText
        )
    }

    private func unreachable(_ failure: CommandFailure) -> AdminFailure {
        AdminFailure(code: "unreachable", failure.message)
    }
}
