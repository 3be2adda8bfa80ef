import HTTPWire
import ModelAPI
import Settings
import Testing

@testable import Gateway

@Suite("Access to metrics")
struct MetricsAccessTests {
    private static let token = "a-token-of-20-letters"

    private func isOpen(
        _ host: String,
        token: String? = token,
        metrics: MetricsConfiguration = MetricsConfiguration(),
        showing header: String? = nil,
        isControl: Bool = false
    ) throws -> Bool {
        let access = MetricsAccess(
            KanmonConfiguration(
                server: ServerConfiguration(
                    listen: ListenAddress(host: host, port: 1),
                    adminToken: token.map { Secret($0) }
                ),
                telemetry: TelemetryConfiguration(metrics: metrics)
            )
        )
        let field = header.map { "authorization: \($0)\r\n" } ?? ""
        let head = try RequestHead(
            parsing: Array("GET /metrics HTTP/1.1\r\nhost: x\r\n\(field)\r\n".utf8),
            limits: .init()
        )
        do throws(APIError) {
            try access.check(head, isControl: isControl)
            return true
        } catch {
            #expect(error.kind == .invalidKey)
            return false
        }
    }

    @Test("is open on this machine and on the operator's address", arguments: ["127.0.0.1", "::1", "localhost"])
    func open(host: String) throws {
        #expect(try isOpen(host))
        #expect(try isOpen("0.0.0.0", isControl: true))
    }

    @Test("takes a token where others can connect")
    func guarded() throws {
        #expect(try !isOpen("0.0.0.0"))
        #expect(try isOpen("0.0.0.0", showing: "Bearer \(Self.token)"))
        for wrong in ["Bearer ", "Bearer x\(Self.token)", "Bearer \(Self.token)x", "Basic \(Self.token)", Self.token] {
            #expect(try !isOpen("0.0.0.0", showing: wrong))
        }
        #expect(try !isOpen("0.0.0.0", token: nil, showing: "Bearer "))
        #expect(try !isOpen("0.0.0.0", token: nil))
    }

    @Test("goes by the document where it says something")
    func configured() throws {
        let own = Secret("another-token-of-mine")
        #expect(try isOpen("0.0.0.0", metrics: MetricsConfiguration(requireToken: false)))
        #expect(try !isOpen("127.0.0.1", metrics: MetricsConfiguration(requireToken: true)))
        let guarded = MetricsConfiguration(requireToken: true, token: own)
        for shown in [own.reveal(), Self.token] {
            #expect(try isOpen("127.0.0.1", metrics: guarded, showing: "Bearer \(shown)"))
        }
        #expect(try !isOpen("127.0.0.1", metrics: guarded, showing: "Bearer \(own.reveal().dropLast())"))
    }
}
