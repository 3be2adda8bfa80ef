import ArgumentParser

/// `kanmon guard`: what the built-in filters find in texts.
struct GuardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "guard",
        abstract: "Look for personal data, secrets and injection in texts.",
        subcommands: [GuardScanCommand.self, GuardMaskCommand.self, GuardSpeedCommand.self]
    )
}
