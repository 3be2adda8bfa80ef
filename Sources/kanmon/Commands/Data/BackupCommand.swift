import ArgumentParser
import Store

/// `kanmon backup`: one consistent copy of the data folder's database.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a backup of the data folder, also while a gateway runs on it.",
        discussion: """
            The file is complete and checked before it takes its name; a backup of that name from before stays until then.
            It holds keys' digests, people's password hashes and the ledger: keep it as the data folder is kept.
            prices.json and the last moment's records, which are still in the journal, are not in it.

              kanmon backup /backups/kanmon.sqlite --data /var/lib/kanmon
            """
    )

    @OptionGroup var folder: DataOptions
    @Argument(help: ArgumentHelp("The backup's file.", valueName: "file")) var file: String

    func run() async throws {
        let path = try folder.folder()
        do throws(StoreError) { try await DataFolder.backup(path, to: file) } catch { throw CommandFailure("\(error)") }
        Terminal.write("\(path) is backed up in \(file)")
    }
}
