/// Whether a line is a command of a shell.
enum ShellLine {
    /// Commands, and which words behind them are commands of theirs.
    private static let commands: [String: Set<String>] = {
        let list = """
            git:clone,commit,push,pull,checkout,add,fetch,merge,rebase,init,status,log,diff,stash,reset,branch,switch
            docker:run,build,pull,push,exec,compose,ps,logs,rm,stop
            kubectl:get,apply,delete,describe,logs,exec,create,rollout,scale
            npm:install,run,init,ci,start,publish,test
            yarn:add,install,run,build
            pip:install,uninstall,freeze
            pip3:install,uninstall,freeze
            brew:install,update,upgrade,tap
            apt:install,update,upgrade,remove
            apt-get:install,update,upgrade,remove
            yum:install,update
            dnf:install,update
            systemctl:start,stop,restart,status,enable,disable
            cargo:build,run,test,add,new,install
            go:build,run,test,get,mod,install
            swift:build,run,test,package
            terraform:init,plan,apply,destroy
            """
        var commands: [String: Set<String>] = [:]
        for line in list.split(separator: "\n") {
            let parts = line.split(separator: ":")
            guard let name = parts.first else { continue }
            commands[String(name)] = Set((parts.last ?? "").split(separator: ",").map(String.init))
        }
        let others = """
            sudo npx node python python3 curl wget chmod chown rm cp mv mkdir rmdir cd ls cat grep sed awk tar ssh scp rsync \
            export echo source find kill pkill ps df du head tail touch ln unzip gzip make openssl aws gcloud az helm dd mount \
            nc ncat nmap crontab useradd passwd service journalctl bash sh zsh powershell pwsh
            """
        for name in others.split(separator: " ") where commands[String(name)] == nil { commands[String(name)] = [] }
        return commands
    }()
    /// Words that make a sentence of what begins like a command.
    private static let prose: Set<Substring> = [
        "the", "a", "an", "your", "you", "my", "our", "and", "or", "of", "is", "are", "it", "with", "when", "if",
        "that",
        "this", "which", "can", "will", "should", "command", "because", "so", "then", "as",
    ]
    private static let mostArguments = 4

    static func isCommand(_ line: CodeLines.Line) -> Bool {
        var words = line.words[...]
        if line.text.hasPrefix("#!/") {
            return ["sh", "bash", "zsh", "ksh"].contains {
                line.text.hasSuffix("/\($0)") || line.text.hasSuffix(" \($0)")
            }
        }
        // A prompt in front.
        var hasPrompt = false
        if let first = words.first,
            first == "$" || first == "%" || first == "❯" || first.hasSuffix("$") && first.contains("@")
                || first == "PS" && words.dropFirst().first?.hasSuffix(">") == true
        {
            hasPrompt = true
            words.removeFirst(first == "PS" ? 2 : 1)
        }
        while let first = words.first,
            first == "-" || first == "*" || first == ">" || first == "sudo" && words.count > 1
        {
            words.removeFirst()
        }
        guard let name = words.first, let own = commands[String(name)] else { return false }
        // Prose is of letters of Japanese, or ends like a sentence.
        let body = line.text.prefix { $0 != "#" }
        var isQuoted = false
        for character in body {
            if character == "\"" || character == "'" { isQuoted.toggle() }
            if !character.isASCII, !isQuoted { return false }
        }
        if let last = line.text.last, ".:?!".contains(last), words.last != ".", words.last != ".." { return false }
        let arguments = words.dropFirst().prefix { !$0.hasPrefix("#") }
        guard !arguments.isEmpty else { return hasPrompt }
        let isProse = arguments.contains { prose.contains($0) }
        if hasPrompt { return !isProse }
        let hasShape = arguments.contains { argument in
            argument.hasPrefix("-") && argument.count > 1 || argument.hasPrefix("/") && argument.count > 1
                || argument.hasPrefix("./") || argument.hasPrefix("~/") || argument.hasPrefix("$")
                || argument == "|" || argument == "&&" || argument == ">>" || argument.contains("://")
        }
        if hasShape { return !isProse }
        guard let second = arguments.first, own.contains(String(second)) else { return false }
        return !isProse && arguments.count <= mostArguments && !arguments.contains { $0.hasSuffix(",") }
    }
}
