internal import Git
internal import Workflow

extension LockHolder {
    /// Who it is, for the middle of a sentence.
    var phrase: String { "\(name) on \(host) (audit-jira \(command), process \(process))" }
}

extension Problem {
    /// Says that a run of another clone is at work.
    init(lockedBy holder: LockHolder?, _ remoteBranch: RemoteBranch) {
        guard let holder else {
            self.init(
                .locked,
                "\(remoteBranch.lock) on \(remoteBranch.remote.name) is a lock, but not one that this version can read",
                hint: "Look who made it, or break it with audit-jira unlock"
            )
            return
        }
        self.init(
            .locked,
            "Another run is at work for \(remoteBranch.branchName): \(holder.phrase), since "
                + "\(LockHolder.moment(holder.since)), until \(LockHolder.moment(holder.expires)) unless it is renewed",
            hint:
                "Run the command again when that one has ended. If it died, audit-jira unlock breaks its lock"
        )
    }
}
