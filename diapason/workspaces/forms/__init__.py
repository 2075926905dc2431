from diapason.workspaces.forms.brand import BrandForm, NewBrandForm
from diapason.workspaces.forms.people import InviteForm, PersonalForm, RoleForm, SignUpForm

__all__ = ["BrandForm", "InviteForm", "NewBrandForm", "PersonalForm", "RoleForm", "SignUpForm"]
