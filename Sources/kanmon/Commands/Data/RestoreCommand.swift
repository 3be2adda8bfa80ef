import ArgumentParser
import Governance
import Store

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon restore`: a backup in the place of the data folder's database.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in the place of the data folder's database.",
        discussion: """
            No gateway may run on the folder. The backup is checked before anything is changed, and what was there stays
            beside it as kanmon.sqlite.before-restore. The audit log tells of it.

              kanmon restore /backups/kanmon.sqlite --data /var/lib/kanmon
            """
    )

    @OptionGroup var folder: DataOptions
    @Argument(help: ArgumentHelp("The backup's file, which stays as it is.", valueName: "file")) var file: String

    func run() async throws {
        let path = try folder.path()
        let hadData = FileManager.default.fileExists(atPath: path + "/kanmon.sqlite")
        do throws(StoreError) { try DataFolder.restore(file, to: path) } catch { throw CommandFailure("\(error)") }
        let open = try OpenFolder(path)
        let entry = AuditEntry(
            time: WallSeconds.nanoseconds,
            actor: AuditActor(.commandLine, id: Actor.commandLine.id),
            action: "store.restore",
            object: AuditEntry.Object(kind: "store", id: file)
        )
        do throws(StoreError) {
            _ = try await open.store.append(entry)
        } catch {
            throw CommandFailure("\(path) is restored, but its audit log cannot be written: \(error)")
        }
        try open.close()
        let old = hadData ? "; what was there is in kanmon.sqlite.before-restore" : ""
        Terminal.write("\(path) is restored from \(file)\(old)")
    }
}
