import Glibc
import Testing

@testable import Lifecycle

/// Which passed sockets are taken.
@Suite("Socket activation")
struct SocketActivationTests {
    @Test(
        "takes none that is not meant for this process",
        arguments: [
            [:], ["LISTEN_FDS": "1"], ["LISTEN_FDS": "1", "LISTEN_PID": "8"], ["LISTEN_FDS": "0", "LISTEN_PID": "7"],
            ["LISTEN_FDS": "x", "LISTEN_PID": "7"],
        ]
    )
    func none(environment: [String: String]) throws {
        #expect(try SocketActivation.socket(environment: environment, processID: 7) == nil)
    }

    @Test("refuses more than one")
    func several() {
        #expect {
            try SocketActivation.socket(environment: ["LISTEN_FDS": "2", "LISTEN_PID": "7"], processID: 7)
        } throws: {
            ($0 as? LifecycleError)?.code == .activation
        }
    }

    @Test("takes a TCP socket that listens, and no other", arguments: [AF_INET, AF_INET6])
    func check(family: Int32) throws {
        let listening = socket(family, System.stream, 0)
        defer { close(listening) }
        #expect { try SocketActivation.check(listening) } throws: { "\($0)".contains("does not listen") }
        try #require(listen(listening, 1) == 0)
        try SocketActivation.check(listening)

        let datagrams = System.datagramSocket()
        defer { close(datagrams) }
        #expect { try SocketActivation.check(datagrams) } throws: { "\($0)".contains("not a TCP socket") }
        let file = open("/dev/null", O_RDONLY)
        defer { close(file) }
        #expect { try SocketActivation.check(file) } throws: { "\($0)".contains("no socket") }
        #expect(throws: LifecycleError.self) { try SocketActivation.check(-1) }
    }
}
