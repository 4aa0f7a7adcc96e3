using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    public DurableTaskRegistry AddActivity(TaskName name, TaskVersion version, Func<ITaskActivity> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add(_activities, name, version, _ => factory());
    }

    public DurableTaskRegistry AddActivity(TaskName name, Func<IServiceProvider, ITaskActivity> factory) => Add(_activities, name, default, factory);

    public DurableTaskRegistry AddActivity(TaskName name, Type type)
    {
        Require<ITaskActivity>(type);
        return Add(_activities, name, VersionOf(type), services => (ITaskActivity)ActivatorUtilities.GetServiceOrCreateInstance(services, type));
    }

    public DurableTaskRegistry AddActivity(Type type) => AddActivity(NameOf(type), type);

    public DurableTaskRegistry AddActivity<TActivity>(TaskName name)
        where TActivity : class, ITaskActivity
        => AddActivity(name, typeof(TActivity));

    public DurableTaskRegistry AddActivity<TActivity>()
        where TActivity : class, ITaskActivity
        => AddActivity(typeof(TActivity));

    public DurableTaskRegistry AddActivity(TaskName name, ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return Add(_activities, name, VersionOf(activity.GetType()), _ => activity);
    }

    public DurableTaskRegistry AddActivity(ITaskActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivity(NameOf(activity.GetType()), activity);
    }

    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, Task<TOutput>> activity) =>
        AddActivityFunc(name, TaskVersion.Unversioned, activity);

    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, TaskVersion version, Func<TaskActivityContext, TInput, Task<TOutput>> activity)
    {
        var task = FuncTaskActivity.Create(activity);
        return Add(_activities, name, version, _ => task);
    }

    public DurableTaskRegistry AddActivityFunc<TInput, TOutput>(TaskName name, Func<TaskActivityContext, TInput, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, TOutput>(name, (context, input) => Task.FromResult(activity(context, input)));
    }

    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Func<TaskActivityContext, TInput, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, async (context, input) =>
        {
            await activity(context, input);
            return null;
        });
    }

    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, Task<TOutput>> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => activity(context));
    }

    public DurableTaskRegistry AddActivityFunc(TaskName name, Func<TaskActivityContext, Task> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?>(name, (context, _) => activity(context));
    }

    public DurableTaskRegistry AddActivityFunc<TOutput>(TaskName name, Func<TaskActivityContext, TOutput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?, TOutput>(name, (context, _) => Task.FromResult(activity(context)));
    }

    public DurableTaskRegistry AddActivityFunc<TInput>(TaskName name, Action<TaskActivityContext, TInput> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<TInput, object?>(name, (context, input) =>
        {
            activity(context, input);
            return Task.FromResult<object?>(null);
        });
    }

    public DurableTaskRegistry AddActivityFunc(TaskName name, Action<TaskActivityContext> activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return AddActivityFunc<object?>(name, (context, _) => activity(context));
    }
}
