import Glibc
import Testing

@testable import Lifecycle

/// What the service manager is told.
@Suite("Service manager")
struct ServiceManagerTests {
    /// A socket that stands for the manager's.
    private final class Manager {
        let descriptor: Int32

        init(_ name: String) throws {
            descriptor = System.datagramSocket()
            let address = try NotifyAddress(name)
            let result = address.withAddress { bind(descriptor, $0, $1) }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        /// The next datagram's lines; `nil` where none has come.
        func next() -> [Substring]? {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        }
    }

    @Test("is told of each state, at a path and at an abstract name", arguments: ["path", "abstract"])
    func states(kind: String) async throws {
        try await TemporaryFolder.with { folder in
            let name = kind == "path" ? folder["notify"] : "@" + folder["notify"]
            let manager = try Manager(name)
            let found = try ServiceManager(environment: ["NOTIFY_SOCKET": name], processID: 1)
            let service = try #require(found)
            #expect(service.tell(.ready, status: "two\nlines"))
            #expect(manager.next() == ["READY=1", "STATUS=two lines"])
            let before = System.monotonicMicroseconds()
            #expect(service.tell(.reloading))
            let lines = try #require(manager.next())
            #expect(lines.first == "RELOADING=1")
            let time = try #require(lines.last?.split(separator: "=").last.flatMap { UInt64($0) })
            #expect((before...System.monotonicMicroseconds()).contains(time))
            #expect(service.tell(.stopping))
            #expect(manager.next() == ["STOPPING=1"])
            #expect(service.tell(.alive))
            #expect(manager.next() == ["WATCHDOG=1"])
            #expect(manager.next() == nil)
        }
    }

    @Test("is not waited for where it does not listen")
    func absent() throws {
        let found = try ServiceManager(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"], processID: 1)
        let service = try #require(found)
        #expect(!service.tell(.ready))
        #expect(try ServiceManager(environment: [:], processID: 1) == nil)
        #expect(try ServiceManager(environment: ["NOTIFY_SOCKET": ""], processID: 1) == nil)
    }

    @Test(
        "refuses an address that is none",
        arguments: ["notify", "@", "/", "vsock:2:1", "/" + String(repeating: "x", count: 107)]
    )
    func address(name: String) {
        #expect { try ServiceManager(environment: ["NOTIFY_SOCKET": name], processID: 1) } throws: {
            ($0 as? LifecycleError)?.code == .notification
        }
    }

    @Test(
        "wants a sign of life twice in its time, where it means this process",
        arguments: [
            (["WATCHDOG_USEC": "3000000"], Duration.milliseconds(1500)),
            (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], .milliseconds(1500)),
            (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil),
            (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-5"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
        ] as [([String: String], Duration?)]
    )
    func watchdog(environment: [String: String], interval: Duration?) throws {
        let environment = environment.merging(["NOTIFY_SOCKET": "/run/notify"]) { $1 }
        #expect(try ServiceManager(environment: environment, processID: 7)?.watchdogInterval == interval)
    }
}
