import ArgumentParser

/// `kanmon version`
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { Terminal.write("kanmon \(Version.current)") }
}
