import ArgumentParser

/// `kanmon cache`: stored answers.
struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Show and remove stored answers; try out which questions count as the same.",
        subcommands: [
            CacheStatsCommand.self, CacheEntriesCommand.self, CachePurgeCommand.self, CacheShadowCommand.self,
            CacheFeedbackCommand.self, CacheJudgeCommand.self,
        ]
    )
}
