import Foundation
import Testing

@testable import Store

@Suite struct FolderPresenceTests {
    @Test func onlyAnotherProcessIsAnOther() async throws {
        let folder = try TemporaryFolder()
        let data = try DataFolder(folder("data"))
        let presence = try FolderPresence(in: data)
        #expect(!presence.hasOthers)
        // A process of its own holds the same lock until it is ended.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            """
            import fcntl, sys, time
            file = open(sys.argv[1], "rb+")
            fcntl.lockf(file, fcntl.LOCK_SH)
            print("held", flush=True)
            time.sleep(60)
            """, data.path(of: "gateways"),
        ]
        let output = Pipe()
        process.standardOutput = output
        do { try process.run() } catch { return }
        guard try output.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8) else { return }
        #expect(presence.hasOthers)
        process.terminate()
        process.waitUntilExit()
        #expect(!presence.hasOthers)
    }
}
