import NIOCore
import NIOPosix

extension AgentClient {
    /// The agent that the environment names, asked on the process's own event loops.
    public static func named(in environment: [String: String]) -> Result<AgentClient, AgentError> {
        do throws(AgentError) {
            return .success(try AgentClient(environment: environment, group: MultiThreadedEventLoopGroup.singleton))
        } catch {
            return .failure(error)
        }
    }
}
