namespace Microsoft.DurableTask;

/// <summary>What an activity knows of its call.</summary>
public abstract class TaskActivityContext
{
    protected TaskActivityContext()
    {
    }

    public abstract TaskName Name { get; }

    /// <summary>Of the orchestration that called.</summary>
    public abstract string InstanceId { get; }

    public virtual string Version => string.Empty;
}

/// <summary>An activity without types; derive from <see cref="TaskActivity{TInput, TOutput}"/> instead.</summary>
public interface ITaskActivity
{
    Type InputType { get; }

    Type OutputType { get; }

    Task<object?> RunAsync(TaskActivityContext context, object? input);
}

/// <summary>One piece of work that touches the world. Runs at least once for each call.</summary>
public abstract class TaskActivity<TInput, TOutput> : ITaskActivity
{
    protected TaskActivity()
    {
    }

    Type ITaskActivity.InputType => typeof(TInput);

    Type ITaskActivity.OutputType => typeof(TOutput);

    async Task<object?> ITaskActivity.RunAsync(TaskActivityContext context, object? input) =>
        await RunAsync(context, input is null ? default! : (TInput)input);

    public abstract Task<TOutput> RunAsync(TaskActivityContext context, TInput input);
}

/// <summary>Makes an activity of a function.</summary>
public static class FuncTaskActivity
{
    public static TaskActivity<TInput, TOutput> Create<TInput, TOutput>(Func<TaskActivityContext, TInput, Task<TOutput>> implementation)
    {
        ArgumentNullException.ThrowIfNull(implementation);
        return new Implementation<TInput, TOutput>(implementation);
    }

    private sealed class Implementation<TInput, TOutput>(Func<TaskActivityContext, TInput, Task<TOutput>> implementation) : TaskActivity<TInput, TOutput>
    {
        public override Task<TOutput> RunAsync(TaskActivityContext context, TInput input) => implementation(context, input);
    }
}
