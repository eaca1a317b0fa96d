from django.db import migrations

ROLES = ("Contributor", "Editor", "Publisher", "Administrator")


def make(apps, schema_editor):
    """The groups. What each may do is set after every migration: see `roles.give_permissions`."""
    group = apps.get_model("auth", "Group")
    for role in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length"), ("timeline", "0003_drafts_and_changes")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
