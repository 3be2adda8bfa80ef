import ArgumentParser

/// `kanmon prices`: what models cost.
struct PricesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices",
        abstract: "Look up, compute and update what models cost.",
        discussion: """
            A catalogue is part of the binary; nothing is downloaded unless 'update' is told to.
            Prices that 'update' has written to a data folder count instead where --data names it.

              kanmon prices show claude-sonnet-4-5
              kanmon prices list --provider openai
              kanmon prices cost < usage.jsonl
              kanmon prices update --from prices.json --data ./kanmon-data
            """,
        subcommands: [
            PricesCostCommand.self, PricesListCommand.self, PricesShowCommand.self, PricesUpdateCommand.self,
        ]
    )
}
