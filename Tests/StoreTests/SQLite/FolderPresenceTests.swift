import Foundation
import Testing

@testable import Store

@Suite struct FolderPresenceTests {
    @Test func onlyAnotherProcessIsAnOther() async throws {
        let folder = try TemporaryFolder()
        let data = try DataFolder(folder("data"))
        let presence = try FolderPresence(in: data)
        #expect(!presence.hasOthers)
        // A process of its own holds the same lock for as long as its input is open.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            """
            import fcntl, sys
            file = open(sys.argv[1], "rb+")
            fcntl.lockf(file, fcntl.LOCK_SH)
            print("held", flush=True)
            sys.stdin.read()
            """, data.path(of: "gateways"),
        ]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        do { try process.run() } catch { return }
        guard try output.fileHandleForReading.read(upToCount: 5) == Data("held\n".utf8) else { return }
        #expect(presence.hasOthers)
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(!presence.hasOthers)
    }
}
