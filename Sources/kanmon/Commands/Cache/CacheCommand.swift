import ArgumentParser

/// `kanmon cache`: stored answers.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Try out which questions count as the same.",
        subcommands: [CacheJudgeCommand.self]
    )
}
